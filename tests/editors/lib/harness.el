;;; harness.el --- What the tests in Emacs have in common  -*- lexical-binding: t; -*-

;; The client (Eglot, lsp-mode) says how it does each thing in the `client-' functions; what is asserted is
;; the same for both.

;;; Code:

(require 'cl-lib)
(require 'seq)
(require 'lisp-mnt)
(require 'subr-x)

(setq byte-compile-warnings nil
      inhibit-message nil
      make-backup-files nil
      auto-save-default nil
      create-lockfiles nil
      vc-handled-backends nil)
(prefer-coding-system 'utf-8-unix)

(defvar harness-failed 0)
(defvar harness-file load-file-name)
(defvar harness-project (file-name-as-directory (getenv "PROJECT")))
(defvar harness-scratch default-directory "A folder outside of the project.")
(defvar harness-server (getenv "OE_LS"))
(defvar harness-messages nil "What was said in the echo area, newest first.")

;; In batch mode nobody reads the events of watched files, and the end of a process waits behind them.
(require 'filenotify)
(advice-add 'file-notify-add-watch :override #'ignore)
(advice-add 'file-notify-rm-watch :override #'ignore)

(advice-add 'message :before
            (lambda (format &rest arguments)
              (when format
                (push (apply #'format-message format arguments) harness-messages))))

(defun harness-say (format &rest arguments)
  "Print a line."
  (princ (concat (apply #'format format arguments) "\n")))

(defun harness-wait (condition)
  "Until CONDITION gives something other than nil, which is returned; nil after 10 seconds."
  (let ((end (+ (float-time) 10)) value)
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.02))
    value))

(defmacro harness-check (name form &optional got)
  "NAME holds if FORM is, or becomes, non-nil; otherwise GOT is what is there instead."
  (declare (indent 1))
  `(let* ((trouble nil)
          (held (condition-case err (harness-wait (lambda () ,form))
                  (error (setq trouble (error-message-string err)) nil))))
     (if held
         (harness-say "ok - %s" ,name)
       (setq harness-failed (1+ harness-failed))
       (harness-say "not ok - %s: %s" ,name (or trouble (format "%S" (ignore-errors ,(or got ''nothing)))))
       (dolist (said (reverse (seq-take harness-messages 5))) (harness-say "# said: %s" said)))))

(defmacro harness-step (name &rest body)
  "Run BODY; an error in it is a failure of NAME."
  (declare (indent 1))
  `(condition-case err (progn ,@body)
     (error (setq harness-failed (1+ harness-failed))
            (harness-say "not ok - %s: %s" ,name (error-message-string err)))))

(defun harness-offered (prompt)
  "PROMPT and the text of the window of completions, when asked to read from the minibuffer."
  (with-temp-buffer
    (run-hooks 'minibuffer-setup-hook)
    (setq-local completions-format 'one-column)
    (minibuffer-completion-help (point-min) (point-max))
    (list prompt (with-current-buffer "*Completions*" (buffer-substring-no-properties (point-min) (point-max))))))

(defun harness-error (function)
  "The message of the error that FUNCTION ends in."
  (condition-case err (progn (funcall function) "no error")
    (error (error-message-string err))))

(defun harness-finish ()
  "End with 0 if all held."
  (kill-emacs (if (zerop harness-failed) 0 1)))

;; Packages as Debian installs them; the tests get no others.
(package-initialize)
(require 'markdown-mode)
(add-to-list 'load-path (getenv "PACKAGE"))
(require 'oe-ls)
(setq oe-ls-program harness-server)

;; What it repeats of other files is as there.
(let ((root (expand-file-name ".." (getenv "EDITORS"))))
  (defun harness-named (file form)
    "What FORM returns at the start of FILE of the repository."
    (with-temp-buffer (insert-file-contents (expand-file-name file root)) (funcall form)))
  (harness-check "it has the settings that there are"
    (equal (mapcar (lambda (it) (substring (symbol-name it) 1))
                   (cl-loop for (name nil) on (plist-get (harness-named "server/docs/schema.json" (lambda () (json-parse-buffer :object-type 'plist))) :properties)
                            by #'cddr collect name))
           oe-ls--setting-names)
    oe-ls--setting-names)
  (harness-check "it has the program's version"
    (equal (harness-named "editors/emacs/oe-ls.el" (lambda () (lm-header "version")))
           (harness-named "Cargo.toml" (lambda () (re-search-forward "^version = \"\\(.*\\)\"$") (match-string 1))))))

;;;; The client

(defvar client-start nil "Starts the client in this buffer.")
(defvar client-sync #'ignore "Tells the server of the changes now.")
(defvar client-findings nil "The findings here, as lists of rule and text.")
(defvar client-hover nil "The help at point, as text.")
(defvar client-complete nil "Accepts the completion of this name at point.")
(defvar client-act nil "Applies the code action of this title at point.")
(defvar client-process nil "The process of the server.")

(defun harness-open (name)
  "Visit the file of NAME in the project."
  (find-file (expand-file-name name harness-project))
  (unless (derived-mode-p 'markdown-mode) (markdown-mode))
  (current-buffer))

(defun harness-text ()
  "All of the buffer."
  (save-restriction (widen) (buffer-substring-no-properties (point-min) (point-max))))

(defun harness-type (text)
  "Type TEXT, letter by letter."
  (seq-doseq (letter text)
    (let ((last-command-event letter)) (self-insert-command 1)))
  (funcall client-sync))

(defun harness-replace (old new)
  "Replace OLD, by its first occurrence, with NEW, typed."
  (goto-char (point-min))
  (search-forward old)
  (delete-region (match-beginning 0) (match-end 0))
  (harness-type new))

(defun harness-findings (rule)
  "The texts that findings of RULE are on."
  (mapcar #'cadr (seq-filter (lambda (it) (equal (car it) rule)) (funcall client-findings))))

(defun harness-disk (name)
  "The bytes of the file of NAME in the project."
  (with-temp-buffer
    (set-buffer-multibyte nil)
    (insert-file-contents-literally (expand-file-name name harness-project))
    (buffer-string)))

(defun harness-run (&rest arguments)
  "Run the program with ARGUMENTS; a list of its exit code and output."
  (with-temp-buffer
    (list (apply #'call-process harness-server nil t nil arguments) (buffer-string))))

(defun harness-selected ()
  "The text of the active region."
  (and mark-active (buffer-substring-no-properties (region-beginning) (region-end))))

;;;; What every editor shows

(defconst harness-heading "## Incident Response & Management")

(defun harness-scenario ()
  "The eight things, and what the commands of the package do."
  (transient-mark-mode 1)
  (let ((document (harness-open "docs/operations.md")))
    (funcall client-start)
    (harness-check "a missing element is found, on its section's heading"
      (equal (funcall client-findings) `(("missing-element" ,harness-heading)))
      (funcall client-findings))
    (harness-check "the mode of the package is on" oe-ls-mode)

    (harness-replace "weekly, Monday 10:00 UTC; a primary and a secondary of the Reliability Team" "TBD")
    (harness-check "a placeholder that is typed is found, on exactly its letters"
      (equal (harness-findings "unfilled-placeholder") '("TBD"))
      (funcall client-findings))
    (harness-replace "TBD" "weekly, Monday 10:00 UTC")
    (harness-check "it is gone when it is replaced"
      (equal (funcall client-findings) `(("missing-element" ,harness-heading)))
      (funcall client-findings))

    (goto-char (point-min))
    (search-forward "### On-Call")
    (harness-check "hover says what the guide asks for"
      (let ((help (funcall client-hover)))
        (and help (string-match-p "On-Call Management" help) (string-match-p "rotation" (downcase help))
             (string-match-p "Good" help)))
      (funcall client-hover))

    (goto-char (point-max))
    (harness-type "\n### ")
    (harness-step "completion"
      (funcall client-complete "Post-Incident Review"))
    (harness-check "completion is accepted"
      (string-match-p "\n\n### Post-Incident Review\n\n- \\*\\*[^\n]+\\*\\*: \\[[^]\n]+\\]" (harness-text))
      (harness-text))
    (harness-check "it stops at the first placeholder, with its text to be typed over"
      (let* ((field (cl-find-if #'overlayp (list (bound-and-true-p yas--active-field-overlay))))
             (text (and field (buffer-substring-no-properties (overlay-start field) (overlay-end field)))))
        (and text (string-match-p "\\`\\[[^]]+\\]\\'" text) (= (point) (overlay-start field))))
      (list (point) (bound-and-true-p yas--active-field-overlay)))
    (harness-step "typing over a tab stop"
      (let ((stop (point)))
        (setq this-command 'self-insert-command)
        (let ((last-command-event ?w)) (run-hooks 'pre-command-hook) (self-insert-command 1) (run-hooks 'post-command-hook))
        (harness-check "what is typed takes its place"
          (equal (buffer-substring-no-properties (- stop 2) (line-end-position)) ": w")
          (buffer-substring-no-properties (- stop 2) (line-end-position)))))
    (when (fboundp 'yas-abort-snippet) (ignore-errors (yas-abort-snippet)))
    (funcall client-sync)
    (harness-check "nothing is missing then" (not (harness-findings "missing-element")) (funcall client-findings))
    (set-buffer document)
    (revert-buffer t t t)
    (harness-check "the file is as on the disk again"
      (equal (funcall client-findings) `(("missing-element" ,harness-heading)))
      (funcall client-findings))

    (goto-char (point-min))
    (search-forward harness-heading)
    (forward-line 0)
    (harness-step "the quick fix"
      (funcall client-act "Insert \"Post-Incident Review\""))
    (save-buffer)
    (harness-check "the quick fix is on the disk"
      (string-match-p "### Post-Incident Review\n" (harness-disk "docs/operations.md")))
    (let ((check (harness-run "check" "--fail-on" "error" (buffer-file-name))))
      (harness-check "the checker finds no error in it" (eq (car check) 0) check))
    (harness-check "the mode line says how far the document is"
      (equal (substring-no-properties (cadr (oe-ls--lighter))) "OE:5/5") (oe-ls--lighter))
    (harness-check "and more, on request"
      (string-search "5 of 5 elements" (get-text-property 0 'help-echo (cadr (oe-ls--lighter)))) (oe-ls--lighter))

    (goto-char (point-min))
    (funcall client-sync)
    (let (seen)
      (setq last-command nil this-command 'oe-ls-next-placeholder)
      (harness-step "the next placeholder" (call-interactively #'oe-ls-next-placeholder))
      (push (harness-selected) seen)
      (harness-check "the next placeholder is gone to, and selected"
        (and (harness-selected) (string-match-p "\\`\\[[^]]+\\]\\'" (harness-selected)) (eq (char-after) ?\[)
             (save-excursion (search-backward "### Post-Incident Review" nil t)))
        (list (point) (harness-selected)))
      (setq last-command 'oe-ls-next-placeholder)
      (harness-step "the one after it" (call-interactively #'oe-ls-next-placeholder))
      (push (harness-selected) seen)
      (harness-check "the one after it is another" (not (equal (car seen) (cadr seen))) seen)
      (harness-step "back" (call-interactively #'oe-ls-previous-placeholder))
      (harness-check "and back" (and (cadr seen) (equal (harness-selected) (cadr seen))) (list (harness-selected) seen))
      (harness-check "the place where it began is on the ring of marks"
        (memq 1 (mapcar #'marker-position mark-ring)) mark-ring)
      (deactivate-mark)))

  (harness-open "docs/windows.md")
  (funcall client-start)
  (harness-check "a placeholder behind emoji in a file of Windows is marked exactly"
    (equal (harness-findings "unfilled-placeholder") '("[Minutes until the first answer]"))
    (funcall client-findings))
  (harness-check "its line ends are known" (eq (coding-system-eol-type buffer-file-coding-system) 1))
  (goto-char (point-min))
  (setq last-command nil)
  (harness-step "a placeholder behind emoji" (call-interactively #'oe-ls-next-placeholder))
  (harness-check "it is gone to exactly" (equal (harness-selected) "[Minutes until the first answer]") (harness-selected))
  (deactivate-mark)
  (harness-replace "[Minutes until the first answer]" "🕐 15 minutes")
  (harness-check "it is gone when it is replaced"
    (equal (mapcar #'car (funcall client-findings)) '("missing-element")) (funcall client-findings))
  (goto-char (point-min))
  (search-forward harness-heading)
  (forward-line 0)
  (harness-step "the quick fix" (funcall client-act "Insert \"Post-Incident Review\""))
  (save-buffer)
  (let ((bytes (harness-disk "docs/windows.md")))
    (harness-check "editing keeps the line ends"
      (and (string-search "| \360\237\225\220 15 minutes |\r\n" bytes)
           (string-search "### Post-Incident Review\r\n" bytes)
           (not (string-match-p "[^\r]\n\\|\r[^\n]" bytes)))
      bytes))

  (harness-open "README.md")
  (funcall client-start)
  (goto-char (point-min))
  (search-forward "TBD")
  (harness-check "the server knows README.md"
    (equal (harness-error #'oe-ls-next-placeholder) "No placeholder is left here") (harness-error #'oe-ls-next-placeholder))
  (insert " ")
  (funcall client-sync)
  (harness-check "and has nothing to say on it"
    (and (oe-ls--connected) (null (funcall client-hover)) (null (funcall client-findings)))
    (list (funcall client-hover) (funcall client-findings)))
  (harness-check "nor has the mode line"
    (equal (oe-ls--lighter) "") (oe-ls--lighter))
  (set-buffer-modified-p nil))

(defun harness-commands ()
  "What the commands of the package do beyond the eight things."
  (let ((file (expand-file-name "docs/new.md" harness-project)) document)
    (harness-open "docs/operations.md")
    (harness-step "a new document" (oe-ls-new-document file))
    (setq document (current-buffer))
    (harness-check "a new document is begun from the templates, not yet on the disk"
      (and (equal (buffer-file-name) file) (string-prefix-p "---\noe: true\n" (harness-text)) (not (file-exists-p file)))
      (list (buffer-file-name) (harness-text)))
    (harness-check "its first placeholder is selected"
      (and (harness-selected) (string-match-p "\\`\\[Objective" (harness-selected))) (harness-selected))
    (deactivate-mark)
    (harness-check "one that is there is not begun again"
      (string-search "is there already" (harness-error (lambda () (oe-ls-new-document file)))))
    (save-buffer)

    (erase-buffer)
    (insert "---\noe: true\n---\n\n# Operational Excellence\n\n## Security Operations\n\n"
            "<!-- oe-disable-next-line section-order: it stood elsewhere -->\nWe care.\n")
    (funcall client-start)
    (funcall client-sync)
    (harness-check "a comment that hides nothing is found"
      (harness-findings "unused-suppression") (funcall client-findings))
    (harness-step "fix all" (oe-ls-fix-all))
    (harness-check "safe fixes are applied"
      (not (string-search "oe-disable" (harness-text))) (harness-text))
    (funcall client-sync)

    (setq last-command nil)
    (let (asked)
      (cl-letf (((symbol-function 'read-from-minibuffer)
                 (lambda (prompt &rest _)
                   (setq asked (harness-offered prompt))
                   "Threat Detection ,  Monitoring & Observability")))
        (harness-step "insert" (call-interactively #'oe-ls-insert-missing)))
      (harness-check "what is missing is asked for"
        (string-match-p "\\`Insert (`,' between several, empty for all [0-9]+): \\'" (car asked)) (car asked))
      (harness-check "it is offered in the guide's order, with the section that it is of"
        (string-match-p
         (concat "\nProduction Operations Framework +section *\nMonitoring & Observability +section *\n"
                 "\\(?:.*\n\\)+Security Monitoring +Security Operations *\nThreat Detection +Security Operations *\n")
         (cadr asked))
        (cadr asked)))
    (harness-check "what is chosen is inserted, and nothing else"
      (and (string-search "\n### Threat Detection\n" (harness-text))
           (string-search "\n## Monitoring & Observability\n" (harness-text))
           (not (string-search "Security Monitoring" (harness-text))))
      (harness-text))
    (harness-check "and its first placeholder is selected"
      (and (harness-selected) (string-match-p "\\`\\[[^]]+\\]\\'" (harness-selected))
           (save-excursion (search-backward "## Monitoring & Observability" nil t)))
      (list (point) (harness-selected)))
    (deactivate-mark)
    (cl-letf (((symbol-function 'oe-ls--missing)
               (lambda () '(("Keys, and who has them" "keys" . "Security") ("Alerts" "alerts" . "Monitoring"))))
              ((symbol-function 'read-from-minibuffer) (lambda (&rest _) "Keys, and who has them; Alerts")))
      (harness-check "where a name holds a comma, semicolons are between them"
        (equal (oe-ls--read-missing) '("keys" "alerts")) (oe-ls--read-missing)))

    (harness-step "readiness" (oe-ls-readiness))
    (harness-check "readiness is shown"
      (and (derived-mode-p 'oe-ls-readiness-mode)
           (string-match-p "\\`new.md: \\|\\` new.md: [0-9]+ of [0-9]+ elements" header-line-format)
           (string-match-p "^ missing +Security Operations\\|^ present +Security Operations" (harness-text)))
      (list major-mode header-line-format (harness-text)))
    (goto-char (point-min))
    (search-forward "Security Operations")
    (harness-step "a row" (push-button (match-beginning 0)))
    (harness-check "a row leads to what it is about"
      (and (eq (current-buffer) document) (looking-at-p "Security Operations"))
      (list (current-buffer) (buffer-substring (point) (line-end-position))))
    (let ((list (get-buffer "*oe-ls readiness: new.md*")) name)
      (pop-to-buffer list)
      (goto-char (point-min))
      (re-search-forward "^ missing +  \\(.*[^ ]\\) *$")
      (setq name (match-string-no-properties 1))
      (harness-step "insertion from the list" (oe-ls-readiness-insert))
      (harness-check "what is missing is inserted from the list, which knows of it then"
        (and (eq (current-buffer) document)
             (string-search (concat " " name "\n") (harness-text))
             (with-current-buffer list
               (string-match-p (concat "^ \\(?:present\\|placeholder\\) +" (regexp-quote name)) (harness-text))))
        (list name (with-current-buffer list (harness-text)))))
    (deactivate-mark)

    (harness-step "no OE document" (oe-ls-treat-as-not-oe))
    (harness-check "the front matter says that it is none" (string-search "oe: false" (harness-text)) (harness-text))
    (funcall client-sync)
    (harness-check "then it is left alone" (null (funcall client-findings)) (funcall client-findings))
    (harness-step "no OE document, again" (oe-ls-treat-as-not-oe))
    (harness-check "saying it twice changes nothing"
      (equal (car harness-messages) "The front matter says so already") (car harness-messages))
    (harness-check "readiness then says what to do"
      (string-search "oe-ls-treat-as-oe" (harness-error #'oe-ls-readiness)) (harness-error #'oe-ls-readiness))
    (harness-step "an OE document" (oe-ls-treat-as-oe))
    (harness-check "the front matter says that it is one" (string-search "oe: true" (harness-text)) (harness-text))

    (harness-step "the guide" (oe-ls-open-guide))
    (harness-check "the guide is shown, to be read"
      (and (string-prefix-p "*oe-ls guide: " (buffer-name)) buffer-read-only
           (string-search "Incident Response" (harness-text)))
      (list (buffer-name) buffer-read-only))
    (with-current-buffer document (set-buffer-modified-p nil)))

  (copy-directory (expand-file-name "guided" (file-name-directory harness-file)) (expand-file-name "guided" harness-project))
  (harness-open "guided/kitchen.md")
  (insert "---\noe: true\n---\n\n# Kitchen\n\n## Kitchen\n\n### Öfen\n\nTBD\n")
  (save-buffer)
  (funcall client-start)
  (harness-check "a guide of its own holds in a folder" (harness-findings "missing-element") (funcall client-findings))
  (setq last-command nil)
  (harness-step "insert what is ready" (oe-ls-insert-missing '("kitchen/rules")))
  (harness-check "where nothing in it waits to be written, point stays at what was inserted"
    (and (not (harness-selected)) (looking-at-p "### Rules\n\nNobody runs\\.\n") (string-search "\nTBD\n" (harness-text)))
    (list (point) (harness-selected) (harness-text)))
  (set-buffer-modified-p nil))

(defun harness-killed ()
  "The server is killed while somebody writes."
  (set-buffer (harness-open "docs/operations.md"))
  (let ((text (harness-text)) (process (funcall client-process)))
    (signal-process process 'SIGKILL)
    (harness-check "the server is gone" (not (process-live-p process)))
    (harness-check "the client has seen it" (not (oe-ls--connection)))
    (goto-char (point-max))
    (harness-step "typing without a server" (insert "\n- **Owner**: TBD\n"))
    (harness-check "the text is whole" (equal (harness-text) (concat text "\n- **Owner**: TBD\n")) (harness-text))
    (harness-check "a command says what to do"
      (equal (harness-error #'oe-ls-next-placeholder)
             "oe-ls has ended in this buffer: `M-x oe-ls-restart' starts it again")
      (harness-error #'oe-ls-next-placeholder))
    (harness-step "restart" (oe-ls-restart))
    (harness-check "it is started again" (oe-ls--connection))
    (harness-check "and knows what was typed meanwhile"
      (member "TBD" (harness-findings "unfilled-placeholder")) (funcall client-findings))
    (let ((process (funcall client-process)))
      (harness-step "restart of a living server" (oe-ls-restart))
      (harness-check "a living one is started anew as well"
        (and (oe-ls--connection) (not (process-live-p process)) (not (eq process (funcall client-process)))))
      (harness-check "and finds the same"
        (member "TBD" (harness-findings "unfilled-placeholder")) (funcall client-findings)))
    (set-buffer-modified-p nil)))

;;; harness.el ends here
