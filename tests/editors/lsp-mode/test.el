;;; test.el --- The package in lsp-mode  -*- lexical-binding: t; -*-

;;; Code:

(load (expand-file-name "../lib/harness" (file-name-directory load-file-name)) nil t)
(defvar here (file-name-directory load-file-name))
(require 'lsp-mode)
(require 'flymake)
(require 'yasnippet)

(setq lsp-session-file (expand-file-name "session" harness-scratch)
      lsp-server-install-dir (expand-file-name "servers" harness-scratch)
      ;; Only ours and the one below.
      lsp-client-packages nil
      lsp-diagnostics-provider :flymake
      lsp-completion-provider :none
      lsp-restart 'ignore
      lsp-log-io nil
      lsp-idle-delay 0
      lsp-debounce-full-sync-notifications nil
      lsp-enable-suggest-server-download nil)
(oe-ls-lsp-setup)

(defun there-is-one (&rest _)
  "As if the answer to any question were yes."
  t)
(advice-add 'y-or-n-p :override #'there-is-one)

(setq client-start
      (lambda ()
        (lsp-workspace-folders-add harness-project)
        (yas-minor-mode 1)
        (unless (bound-and-true-p lsp-mode) (lsp))
        (harness-wait #'oe-ls--connection)
        (flymake-mode 1)
        (flymake-start))

      client-sync
      (lambda () (when (fboundp 'lsp--flush-delayed-changes) (lsp--flush-delayed-changes)))

      client-findings
      (lambda ()
        (unless (memq 'lsp-diagnostics--flymake-backend (flymake-running-backends)) (flymake-start))
        (when (bound-and-true-p lsp-diagnostics--flymake-report-fn) (lsp-diagnostics--flymake-update-diagnostics))
        (mapcar (lambda (it)
                  (let ((beg (flymake-diagnostic-beg it)) (end (flymake-diagnostic-end it)))
                    (list (seq-some (lambda (told)
                                      (and (string-search (lsp:diagnostic-message told) (flymake-diagnostic-text it))
                                           (equal (lsp--range-to-region (lsp:diagnostic-range told)) (cons beg end))
                                           (lsp:diagnostic-code? told)))
                                    (lsp--get-buffer-diagnostics))
                          (buffer-substring-no-properties beg end))))
                (flymake-diagnostics)))

      client-hover
      (lambda ()
        (when-let ((answer (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
          (save-window-excursion
            (lsp-describe-thing-at-point)
            (with-current-buffer "*lsp-help*" (buffer-substring-no-properties (point-min) (point-max))))))

      client-complete
      (lambda (name)
        (pcase-let* ((`(,start ,end ,table . ,rest) (lsp-completion-at-point))
                     (all (all-completions (buffer-substring start end) table (plist-get rest :predicate)))
                     (chosen (or (seq-find (lambda (it) (string-search name it)) all)
                                 (error "Not offered: %S" all))))
          (delete-region start end)
          (insert chosen)
          (funcall (plist-get rest :exit-function) chosen 'finished)))

      client-act
      (lambda (title)
        (let ((actions (append (lsp-code-actions-at-point) nil)))
          (lsp-execute-code-action
           (or (seq-find (lambda (it) (equal (lsp:code-action-title it) title)) actions)
               (error "Not offered: %S" (mapcar #'lsp:code-action-title actions))))))

      client-process
      (lambda () (lsp--workspace-proc (cdr (oe-ls--lsp-connection)))))

(harness-scenario)
(harness-commands)
(harness-killed)

;; Beside another server.
(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (list "python3" (expand-file-name "../lib/other_server.py" here)))
  :activation-fn (lsp-activate-on "markdown")
  :server-id 'other))
(harness-open "docs/windows.md")
(let ((text (harness-text)))
  (lsp-disconnect)
  (lsp)
  (harness-check "both servers are there"
    (equal (sort (mapcar (lambda (it) (symbol-name (lsp--client-server-id (lsp--workspace-client it)))) (lsp-workspaces)) #'string<)
           '("oe-ls" "other"))
    (mapcar #'lsp--workspace-print (lsp-workspaces)))
  (funcall client-start)
  (harness-check "each says what it has to say, once"
    (let ((rules (mapcar #'car (funcall client-findings))))
      (and (equal (seq-count (lambda (it) (equal it "style")) rules) 1)
           (equal (seq-count (lambda (it) (equal it "unfilled-placeholder")) rules) (length (harness-findings "unfilled-placeholder")))
           (harness-findings "unfilled-placeholder")))
    (funcall client-findings))
  (goto-char (point-min))
  (search-forward "### On-Call")
  (harness-check "both help"
    (let ((help (funcall client-hover)))
      (and (string-search "help of the other server" help) (string-search "On-Call Management" help)))
    (funcall client-hover))
  (harness-check "our commands reach our server"
    (progn (setq last-command nil) (goto-char (point-min)) (oe-ls-next-placeholder) (harness-selected))
    (harness-selected))
  (deactivate-mark)
  (harness-check "the text is as it was" (equal (harness-text) text)))

;; Where the server cannot be started, the other goes on.
(let ((process (funcall client-process)))
  (lsp-workspace-shutdown (cdr (oe-ls--lsp-connection)))
  (harness-check "it ends when it is told to" (and (not (process-live-p process)) (not (oe-ls--connection)))))
(let ((oe-ls-program "no-such-oe-ls") (said nil))
  (advice-add 'display-warning :before (lambda (type message &rest _) (when (eq type 'oe-ls) (push message said))))
  (make-directory (expand-file-name "more" harness-scratch))
  (find-file (expand-file-name "more/notes.md" harness-scratch))
  (unless (derived-mode-p 'markdown-mode) (markdown-mode))
  (insert "# Notes\n")
  (save-buffer)
  (lsp-workspace-folders-add default-directory)
  (lsp)
  (harness-check "the other server goes on without ours" (and (lsp-workspaces) (not (oe-ls--connection))))
  (harness-check "that ours is missing is said once, and what to do"
    (equal said '("oe-ls was not found: there is no `no-such-oe-ls' in `exec-path'.  Install it, or set `oe-ls-program' to its path"))
    said)
  (harness-check "a command says what to do"
    (string-prefix-p "oe-ls does not run in this buffer: start it with" (harness-error #'oe-ls-next-placeholder))
    (harness-error #'oe-ls-next-placeholder))
  (setq said nil oe-ls-program "/no/such/oe-ls")
  (lsp)
  (harness-check "and so is a wrong path"
    (equal said '("oe-ls was not found: there is no `/no/such/oe-ls'.  Install it there, or set `oe-ls-program' to its path"))
    said))

;; Settings of the editor reach the server.
(remhash 'other lsp-clients)
(let ((oe-ls-settings '((severity . ((missing-element . "off"))))))
  (harness-open "docs/settings.md")
  (insert "---\noe:\n  sections: [security-operations]\n---\n\n# Operations\n\n## Security Operations\n\nTBD\n")
  (save-buffer)
  (funcall client-start)
  (harness-check "settings of the editor reach the server"
    (and (harness-findings "unfilled-placeholder") (not (harness-findings "missing-element")))
    (funcall client-findings))
  (setq oe-ls-settings '((severity . ((unfilled-placeholder . "off")))))
  (with-lsp-workspace (cdr (oe-ls--lsp-connection))
    (lsp--set-configuration (lsp-configuration-section "oe-ls")))
  (harness-check "also when they change"
    (let ((rules (mapcar #'car (funcall client-findings))))
      (and (member "missing-element" rules) (not (member "unfilled-placeholder" rules))))
    (funcall client-findings)))

(harness-say "# Emacs %s" emacs-version)
(setq lsp-restart 'ignore)
(mapc (lambda (it) (ignore-errors (lsp-workspace-shutdown it))) (lsp--session-workspaces (lsp-session)))
(harness-finish)
;;; test.el ends here
