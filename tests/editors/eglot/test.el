;;; test.el --- The package in Eglot  -*- lexical-binding: t; -*-

;;; Code:

(load (expand-file-name "../lib/harness" (file-name-directory load-file-name)) nil t)
(require 'eglot)
(require 'flymake)
(require 'yasnippet)

(setq eglot-autoreconnect nil
      eglot-sync-connect t)
(oe-ls-eglot-setup)

;; A server that is killed may have asked for something. That its answer fails is no more than a message, but in batch
;; mode it would be the end.
(advice-add 'jsonrpc-connection-send :around
            (lambda (send connection &rest message)
              (when (or (plist-member message :method) (jsonrpc-running-p connection))
                (apply send connection message))))

(setq client-start
      (lambda ()
        (yas-minor-mode 1)
        (unless (eglot-managed-p) (call-interactively #'eglot))
        (flymake-start))

      client-sync #'eglot--signal-textDocument/didChange

      client-findings
      (lambda ()
        (unless (flymake-running-backends) (flymake-start))
        (mapcar (lambda (it)
                  (let ((message (flymake-diagnostic-text it)))
                    (list (and (string-match "\\`oe-ls \\[\\([a-z-]+\\)\\]: ." message) (match-string 1 message))
                          (buffer-substring-no-properties (flymake-diagnostic-beg it) (flymake-diagnostic-end it)))))
                (flymake-diagnostics)))

      client-hover
      (lambda ()
        (let ((answer 'none))
          (eglot-hover-eldoc-function (lambda (text &rest _) (setq answer text)))
          (harness-wait (lambda () (not (eq answer 'none))))
          (and (stringp answer) answer)))

      client-complete
      (lambda (name)
        (pcase-let* ((`(,start ,end ,table . ,rest) (eglot-completion-at-point))
                     (all (all-completions (buffer-substring start end) table (plist-get rest :predicate)))
                     (chosen (or (seq-find (lambda (it) (string-search name it)) all)
                                 (error "Not offered: %S" all))))
          (delete-region start end)
          (insert chosen)
          (funcall (plist-get rest :exit-function) chosen 'finished)))

      client-act
      (lambda (title)
        (cl-letf (((symbol-function 'completing-read)
                   (lambda (_prompt actions &rest _)
                     (or (car (assoc title actions)) (error "Not offered: %S" (mapcar #'car actions))))))
          (let ((last-nonmenu-event ?\r))
            (eglot-code-actions (point) (line-end-position) nil t))))

      client-process
      (lambda () (jsonrpc--process (eglot-current-server))))

(harness-scenario)
(harness-commands)
(harness-killed)

(let ((eglot-autoreconnect t) process)
  (oe-ls-restart)
  (setq process (funcall client-process))
  (signal-process process 'SIGKILL)
  (harness-check "a server that has died is started again by Eglot itself, if it is set so"
    (and (oe-ls--connection) (not (eq process (funcall client-process))) oe-ls-mode))
  (harness-check "and finds the same"
    (member "TBD" (harness-findings "unfilled-placeholder")) (funcall client-findings)))

;; Where the server cannot be started.
(defun start-with (program)
  "What is said when the server is to be started from PROGRAM."
  (let ((oe-ls-program program))
    (find-file (expand-file-name "elsewhere/notes.md" harness-scratch))
    (unless (derived-mode-p 'markdown-mode) (markdown-mode))
    (harness-error (lambda () (call-interactively #'eglot)))))
(make-directory (expand-file-name "elsewhere" harness-scratch) t)
(let ((plain (expand-file-name "plain" harness-project)) (folder (directory-file-name harness-project)))
  (with-temp-file plain (insert "no program\n"))
  (pcase-dolist (`(,program ,expected)
                 `(("no-such-oe-ls" "oe-ls was not found: there is no `no-such-oe-ls' in `exec-path'.  Install it, or set `oe-ls-program' to its path")
                   ("/no/such/oe-ls" "oe-ls was not found: there is no `/no/such/oe-ls'.  Install it there, or set `oe-ls-program' to its path")
                   (,plain ,(format "oe-ls cannot be started: `%s' is not executable.  Make it so (chmod +x), or set `oe-ls-program' to another" plain))
                   (,folder ,(format "oe-ls cannot be started: `%s' is a folder.  Set `oe-ls-program' to the program in it" folder))))
    (let ((said (start-with program)))
      (harness-check (format "a program like %s is said to be wrong, and what to do" (file-name-nondirectory program))
        (equal said expected) said)))
  (let ((said (string-trim (start-with "false"))))
    (harness-check "one that ends at once is no server, and one line says so"
      (and (string-match-p "\\`\\[eglot\\] -1: Server died\\|\\`Process .* not running" said) (not (string-search "\n" said))) said))
  (insert "still here")
  (harness-check "and the buffer can be written in" (equal (harness-text) "still here"))
  (set-buffer-modified-p nil))

;; From a hook, where an error would only be noise.
(let ((oe-ls-program "no-such-oe-ls") said)
  (cl-letf (((symbol-function 'display-warning) (lambda (type message &rest _) (when (eq type 'oe-ls) (push message said)))))
    (find-file (expand-file-name "elsewhere/notes.md" harness-scratch))
    (harness-step "a hook" (oe-ls-eglot-ensure) (oe-ls-eglot-ensure) (run-hooks 'post-command-hook)))
  (harness-check "from a hook a missing program is said to be missing once, and nothing is started"
    (and (equal (length said) 1)
         (string-prefix-p "oe-ls was not found: there is no `no-such-oe-ls' in `exec-path'.  Install it" (car said))
         (not (eglot-managed-p)))
    said))
(harness-step "a hook" (oe-ls-eglot-ensure) (run-hooks 'post-command-hook))
(harness-check "from a hook it is started" (oe-ls--connection))

;; With another server in the buffer, the commands say why they do nothing.
(let ((eglot-server-programs `((markdown-mode . ("python3" ,(expand-file-name "../lib/other_server.py" (file-name-directory load-file-name)))))))
  (make-directory (expand-file-name "other" harness-scratch) t)
  (find-file (expand-file-name "other/notes.md" harness-scratch))
  (unless (derived-mode-p 'markdown-mode) (markdown-mode))
  (harness-step "another server" (call-interactively #'eglot))
  (harness-check "another server in the buffer is named by the commands"
    (equal (harness-error #'oe-ls-next-placeholder)
           "Eglot runs `other' in this buffer, and one server only: see `oe-ls-eglot-setup'")
    (harness-error #'oe-ls-next-placeholder))
  (harness-check "and the mode of the package is off" (not oe-ls-mode)))

;; Settings of the editor reach the server.
(let ((oe-ls-settings '((severity . ((missing-element . "off"))))))
  (harness-open "docs/settings.md")
  (insert "---\noe:\n  sections: [security-operations]\n---\n\n# Operations\n\n## Security Operations\n\nTBD\n")
  (save-buffer)
  (eglot-shutdown-all)
  (funcall client-start)
  (harness-check "settings of the editor reach the server"
    (and (harness-findings "unfilled-placeholder") (not (harness-findings "missing-element")))
    (funcall client-findings)))

(eglot-shutdown-all)

;; Where no server can be asked, the program is.
(let ((folder (file-name-as-directory (expand-file-name "guided" harness-scratch))) (eglot-server-programs nil))
  (copy-directory (expand-file-name "guided" (file-name-directory harness-file)) folder nil nil t)
  (harness-step "a document without a server" (oe-ls-new-document (expand-file-name "one.md" folder)))
  (harness-check "without a server the program writes a new document, by the guide of its place"
    (and (not (oe-ls--connection)) (string-prefix-p "---\noe: true\n" (harness-text))
         (string-search "### Öfen\n" (harness-text)) (eq (point) 1))
    (harness-text))
  (set-buffer-modified-p nil)
  (delete-file (expand-file-name "guide.md" folder))
  (harness-step "a document with a notice" (oe-ls-new-document (expand-file-name "two.md" folder)))
  (harness-check "what the program has to remark does not get into the document"
    (and (string-prefix-p "---\noe: true\n" (harness-text)) (string-search "Incident Response" (harness-text))
         (not (string-search "does not serve" (harness-text))))
    (harness-text))
  (set-buffer-modified-p nil)
  (let ((failing (expand-file-name "failing" folder)))
    (with-temp-file failing (insert "#!/bin/sh\necho half a document\necho what is wrong >&2\nexit 2\n"))
    (set-file-modes failing #o755)
    (let* ((oe-ls-program failing)
           (said (harness-error (lambda () (oe-ls-new-document (expand-file-name "three.md" folder))))))
      (harness-check "why the program fails is said, and the buffer stays empty"
        (and (equal said "The program says: what is wrong") (equal (harness-text) "")) (list said (harness-text))))))

(harness-say "# Emacs %s" emacs-version)
(harness-finish)
;;; test.el ends here
