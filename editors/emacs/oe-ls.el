;;; oe-ls.el --- Operational Excellence documents with oe-ls  -*- lexical-binding: t; -*-

;; Author: The oe-ls authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: tools, docs, text
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; oe-ls is a language server for Operational Excellence documents: the
;; Markdown files that say how a system is run in production.  This package
;; has Eglot or lsp-mode start it in Markdown buffers, and adds the commands
;; that go beyond what every language server offers: from one text that
;; waits to be written to the next, insertion of what is missing, how far the
;; document is.  It needs neither of the two clients to load.
;;
;; With Eglot:
;;
;;   (with-eval-after-load 'eglot (oe-ls-eglot-setup))
;;   (add-hook 'markdown-mode-hook #'oe-ls-eglot-ensure)
;;
;; With lsp-mode, where it runs beside any other Markdown server:
;;
;;   (with-eval-after-load 'lsp-mode (oe-ls-lsp-setup))
;;   (add-hook 'markdown-mode-hook #'lsp-deferred)
;;
;; No keys are bound.  `oe-ls-command-map' holds all commands; bind it where
;; you like, for instance:
;;
;;   (with-eval-after-load 'oe-ls
;;     (define-key oe-ls-mode-map (kbd "C-c o") 'oe-ls-command-map))

;;; Code:

(require 'cl-lib)
(require 'crm)
(require 'easymenu)
(require 'eieio)
(require 'seq)
(require 'subr-x)
(require 'tabulated-list)

;; Neither client is needed to load this.
(defvar eglot-lsp-context)
(defvar eglot-server-programs)
(defvar lsp--cur-workspace)
(defvar lsp-language-id-configuration)
(defvar lsp-mode)

(declare-function eglot "ext:eglot")
(declare-function eglot--TextDocumentIdentifier "ext:eglot")
(declare-function eglot--apply-workspace-edit "ext:eglot")
(declare-function eglot--lsp-position-to-point "ext:eglot")
(declare-function eglot--pos-to-lsp-position "ext:eglot")
(declare-function eglot--server-info "ext:eglot")
(declare-function eglot--signal-textDocument/didChange "ext:eglot")
(declare-function eglot--uri-to-path "ext:eglot")
(declare-function eglot-client-capabilities "ext:eglot")
(declare-function eglot-current-server "ext:eglot")
(declare-function eglot-ensure "ext:eglot")
(declare-function eglot-handle-notification "ext:eglot")
(declare-function eglot-managed-p "ext:eglot")
(declare-function eglot-reconnect "ext:eglot")
(declare-function eglot-uri-to-path "ext:eglot")
(declare-function jsonrpc-name "jsonrpc")
(declare-function jsonrpc-request "jsonrpc")
(declare-function lsp "ext:lsp-mode")
(declare-function lsp--apply-workspace-edit "ext:lsp-mode")
(declare-function lsp--client-server-id "ext:lsp-mode")
(declare-function lsp--point-to-position "ext:lsp-mode")
(declare-function lsp--position-to-point "ext:lsp-mode")
(declare-function lsp--text-document-identifier "ext:lsp-mode")
(declare-function lsp--uri-to-path "ext:lsp-mode")
(declare-function lsp--workspace-client "ext:lsp-mode")
(declare-function lsp-activate-on "ext:lsp-mode")
(declare-function lsp-register-client "ext:lsp-mode")
(declare-function lsp-register-custom-settings "ext:lsp-mode")
(declare-function lsp-request "ext:lsp-mode")
(declare-function lsp-stdio-connection "ext:lsp-mode")
(declare-function lsp-workspace-restart "ext:lsp-mode")
(declare-function lsp-workspaces "ext:lsp-mode")
(declare-function make-lsp-client "ext:lsp-mode")
(declare-function markdown-mode "ext:markdown-mode")

;;;; What can be set

(defgroup oe-ls nil
  "Operational Excellence documents with the language server oe-ls."
  :group 'tools
  :prefix "oe-ls-")

(defcustom oe-ls-program "oe-ls"
  "The language server: a path, or a name to look for in variable `exec-path'."
  :type 'string
  :risky t)

(defcustom oe-ls-arguments '("server")
  "What the language server is started with."
  :type '(repeat string)
  :risky t)

(defcustom oe-ls-settings nil
  "Settings of oe-ls that override those of the file `oe-ls.toml'.
An alist of settings and values.  Lists and tables nest; false is the
symbol `:json-false'.  For instance:

  ((checks . \"strict\")
   (oe-files . (\"docs/operations/**/*.md\"))
   (severity . ((missing-label . \"off\")))
   (features . ((hover . :json-false))))

Settings of a project belong in its `oe-ls.toml', where the command line
and other editors find them too.  After a change use `oe-ls-restart'."
  :type '(alist :key-type (symbol :tag "Setting") :value-type sexp)
  :risky t)

;;;; What is known

(defvar-local oe-ls--status nil
  "What the server last told of how this document stands.")

(defvar-local oe-ls--client nil
  "The client that runs, or last ran, oe-ls here: `eglot' or `lsp'.")

(defconst oe-ls--modes '(markdown-mode gfm-mode markdown-ts-mode)
  "The major modes of Markdown.")

(defconst oe-ls--setting-names
  '("oe-files" "not-oe-files" "guide" "fail-on" "checks" "run" "guides"
    "severity" "elements" "also" "features")
  "The names of the settings that oe-ls has.")

(defun oe-ls--json (value)
  "VALUE as both clients can write it: alists as tables, lists as vectors."
  (cond
   ((and (consp value) (consp (car value)) (atom (caar value)))
    (let ((table (make-hash-table :test #'equal)))
      (pcase-dolist (`(,key . ,inner) value)
        (puthash (format "%s" key) (oe-ls--json inner) table))
      table))
   ((and value (listp value)) (vconcat (mapcar #'oe-ls--json value)))
   (t value)))

(defun oe-ls--setting (name)
  "The setting of NAME for the server, nil if it is not set."
  (oe-ls--json (alist-get name oe-ls-settings nil nil
                          (lambda (key name) (equal (format "%s" key) name)))))

(defun oe-ls--found ()
  "The path of the server, or nil."
  (executable-find oe-ls-program t))

(defun oe-ls--not-found ()
  "The reason why the server cannot be started, with what to do."
  (let ((path (expand-file-name oe-ls-program)))
    (cond
     ((not (file-name-directory oe-ls-program))
      (format "oe-ls was not found: there is no `%s' in `exec-path'.  Install \
it, or set `oe-ls-program' to its path" oe-ls-program))
     ((file-directory-p path)
      (format "oe-ls cannot be started: `%s' is a folder.  Set \
`oe-ls-program' to the program in it" path))
     ((file-exists-p path)
      (format "oe-ls cannot be started: `%s' is not executable.  Make it so \
\(chmod +x), or set `oe-ls-program' to another" path))
     (t
      (format "oe-ls was not found: there is no `%s'.  Install it there, or \
set `oe-ls-program' to its path" path)))))

(defun oe-ls--program ()
  "The path of the server; an error if there is none."
  (or (oe-ls--found) (user-error "%s" (oe-ls--not-found))))

(defvar oe-ls--warned nil
  "The program that was last said to be missing.")

(defun oe-ls--present-p ()
  "Non-nil if there is a server to start; otherwise say so, once."
  (or (oe-ls--found)
      (unless (equal oe-ls--warned oe-ls-program)
        (setq oe-ls--warned oe-ls-program)
        (display-warning 'oe-ls (oe-ls--not-found) :error)
        nil)))

;;;; What a client is asked for

;; A connection is (eglot . SERVER) or (lsp . WORKSPACE).

(cl-defgeneric oe-ls--send (connection method params)
  "The answer of CONNECTION to METHOD with PARAMS, a property list.")

(cl-defgeneric oe-ls--document (connection)
  "This buffer's document as a parameter of a request over CONNECTION.")

(cl-defgeneric oe-ls--position (connection point)
  "POINT as the server of CONNECTION counts.")

(cl-defgeneric oe-ls--point (connection position)
  "Where POSITION, as the server of CONNECTION counts, is in this buffer.")

(cl-defgeneric oe-ls--path (connection uri)
  "The path of the file at URI, which came over CONNECTION.")

(cl-defgeneric oe-ls--apply (connection edit)
  "Apply EDIT, a WorkspaceEdit that came over CONNECTION.")

(cl-defgeneric oe-ls--start (connection)
  "Start the server of CONNECTION anew, or one if it has none any more.")

(defun oe-ls--get (object key)
  "The value of KEY in OBJECT, which is a plist or a hash table."
  (if (hash-table-p object)
      (gethash key object)
    (plist-get object (intern (concat ":" key)))))

(defun oe-ls--told (connection status)
  "Show STATUS, which came over CONNECTION, in its document's mode line."
  (when-let* ((buffer (find-buffer-visiting
                       (oe-ls--path connection (oe-ls--get status "uri")))))
    (with-current-buffer buffer
      (setq oe-ls--status status)
      (force-mode-line-update))))

;;;; Eglot

;; The class has Eglot announce what it would otherwise not know.
(declare-function oe-ls-eglot-server--eieio-childp "oe-ls")
(with-eval-after-load 'eglot
  (defclass oe-ls-eglot-server (eglot-lsp-server) ()
    "The server oe-ls, as Eglot has it.")

  (cl-defmethod eglot-client-capabilities ((_server oe-ls-eglot-server))
    "As for any server; and that its status is shown."
    (plist-put (copy-sequence (cl-call-next-method))
               :experimental '(:oeLs (:status t))))

  (cl-defmethod eglot-handle-notification
    ((server oe-ls-eglot-server) (_method (eql 'oe-ls/status)) &rest status)
    "Show STATUS, which came from SERVER."
    (oe-ls--told (cons 'eglot server) status)))

(defun oe-ls--eglot-contact (&rest _)
  "The way in which Eglot is to start the server."
  `(oe-ls-eglot-server
    ,(oe-ls--program) ,@oe-ls-arguments
    ,@(when oe-ls-settings
        (list :initializationOptions (oe-ls--json oe-ls-settings)))))

;;;###autoload
(defun oe-ls-eglot-setup (&optional local)
  "Have Eglot start oe-ls in Markdown buffers.
Eglot runs one server in a buffer, so this takes the place of any other
server for Markdown.  With LOCAL non-nil it does so in the current buffer
only: call it so from a hook to have oe-ls in some projects."
  (let ((entry (cons (mapcar (lambda (mode) (list mode :language-id "markdown"))
                             oe-ls--modes)
                     #'oe-ls--eglot-contact)))
    (when local (make-local-variable 'eglot-server-programs))
    (setq eglot-server-programs
          (cons entry (remove entry eglot-server-programs)))
    (add-hook 'project-find-functions #'oe-ls--project 90)
    (add-hook 'eglot-managed-mode-hook #'oe-ls--eglot-managed)))

;;;###autoload
(defun oe-ls-eglot-ensure ()
  "Have Eglot manage this buffer, if there is a server for it.
As `eglot-ensure', for `markdown-mode-hook'; but a missing program is said
to be missing, once, instead of being an error in every buffer."
  (when (oe-ls--present-p) (eglot-ensure)))

(defun oe-ls--project (folder)
  "The project of FOLDER by its settings file, where Eglot knows no other."
  (when-let* ((root (and (bound-and-true-p eglot-lsp-context)
                        (locate-dominating-file
                         folder
                         (lambda (it)
                           (or (file-exists-p (expand-file-name "oe-ls.toml" it))
                               (file-exists-p (expand-file-name ".oe-ls.toml" it))))))))
    (cons 'transient root)))

(defun oe-ls--eglot-connection ()
  "How this buffer reaches oe-ls by Eglot, or nil."
  (when-let* ((server (and (fboundp 'eglot-managed-p) (eglot-managed-p)
                           (eglot-current-server))))
    (and (equal (plist-get (eglot--server-info server) :name) "oe-ls")
         (cons 'eglot server))))

(defun oe-ls--eglot-managed ()
  "Switch the mode with Eglot."
  (oe-ls-mode (if (oe-ls--eglot-connection) 1 -1)))

(cl-defmethod oe-ls--send ((connection (head eglot)) method params)
  "Send METHOD with PARAMS over CONNECTION."
  (eglot--signal-textDocument/didChange)
  (jsonrpc-request (cdr connection) (intern (concat ":" method)) params))

(cl-defmethod oe-ls--document ((_connection (head eglot)))
  "This buffer's document."
  (eglot--TextDocumentIdentifier))

(cl-defmethod oe-ls--position ((_connection (head eglot)) point)
  "POINT as the server counts."
  (save-excursion (eglot--pos-to-lsp-position point)))

(cl-defmethod oe-ls--point ((_connection (head eglot)) position)
  "Where POSITION is."
  (eglot--lsp-position-to-point position))

(cl-defmethod oe-ls--path ((_connection (head eglot)) uri)
  "The path of the file at URI."
  (if (fboundp 'eglot-uri-to-path)
      (eglot-uri-to-path uri)
    (eglot--uri-to-path uri)))

(cl-defmethod oe-ls--apply ((_connection (head eglot)) edit)
  "Apply EDIT."
  ;; Newer versions want to be told whose edit it is.
  (if (eq (car (func-arity #'eglot--apply-workspace-edit)) 1)
      (eglot--apply-workspace-edit edit)
    (eglot--apply-workspace-edit edit this-command)))

(cl-defmethod oe-ls--start ((connection (head eglot)))
  "Start the server of CONNECTION anew."
  (if (cdr connection)
      (eglot-reconnect (cdr connection) t)
    (call-interactively #'eglot)))

;;;; lsp-mode

(defun oe-ls--lsp-command ()
  "The way in which lsp-mode is to start the server.
That counts characters, though not every version of it says so."
  `(,(oe-ls--program) ,@oe-ls-arguments "--position-encoding=utf-32"))

;;;###autoload
(defun oe-ls-lsp-setup ()
  "Have lsp-mode start oe-ls in Markdown buffers, beside any other server."
  (dolist (mode oe-ls--modes)
    (unless (assq mode lsp-language-id-configuration)
      (push (cons mode "markdown") lsp-language-id-configuration)))
  (lsp-register-custom-settings
   (mapcar (lambda (name)
             (list (concat "oe-ls." name) (lambda () (oe-ls--setting name))))
           oe-ls--setting-names))
  (let ((handlers (make-hash-table :test #'equal)))
    (puthash "oe-ls/status" #'oe-ls--lsp-status handlers)
    (lsp-register-client
     (make-lsp-client
      :new-connection (lsp-stdio-connection #'oe-ls--lsp-command
                                            #'oe-ls--present-p)
      :activation-fn (lsp-activate-on "markdown")
      :server-id 'oe-ls
      :add-on? t
      :notification-handlers handlers)))
  (add-hook 'lsp-after-open-hook #'oe-ls--lsp-managed)
  (add-hook 'lsp-after-uninitialized-functions #'oe-ls--lsp-gone))

(defun oe-ls--lsp-connection ()
  "How this buffer reaches oe-ls by lsp-mode, or nil."
  (when-let* ((workspace (and (bound-and-true-p lsp-mode)
                              (seq-find #'oe-ls--lsp-ours-p (lsp-workspaces)))))
    (cons 'lsp workspace)))

(defun oe-ls--lsp-ours-p (workspace)
  "Non-nil if WORKSPACE is one of oe-ls."
  (eq (lsp--client-server-id (lsp--workspace-client workspace)) 'oe-ls))

(defun oe-ls--lsp-managed ()
  "Switch the mode on with lsp-mode."
  (when (oe-ls--lsp-connection) (oe-ls-mode)))

(defun oe-ls--lsp-gone (workspace)
  "Forget what was told of documents by WORKSPACE, which has ended."
  (when (oe-ls--lsp-ours-p workspace)
    (dolist (buffer (buffer-list))
      (with-current-buffer buffer (setq oe-ls--status nil)))))

(defun oe-ls--lsp-status (workspace status)
  "Show STATUS, which came from WORKSPACE."
  (oe-ls--told (cons 'lsp workspace) status))

(cl-defmethod oe-ls--send ((connection (head lsp)) method params)
  "Send METHOD with PARAMS over CONNECTION."
  (let ((lsp--cur-workspace (cdr connection)))
    (lsp-request method params)))

(cl-defmethod oe-ls--document ((_connection (head lsp)))
  "This buffer's document."
  (lsp--text-document-identifier))

(cl-defmethod oe-ls--position ((_connection (head lsp)) point)
  "POINT as the server counts."
  (lsp--point-to-position point))

(cl-defmethod oe-ls--point ((_connection (head lsp)) position)
  "Where POSITION is."
  (lsp--position-to-point position))

(cl-defmethod oe-ls--path ((_connection (head lsp)) uri)
  "The path of the file at URI."
  (lsp--uri-to-path uri))

(cl-defmethod oe-ls--apply ((_connection (head lsp)) edit)
  "Apply EDIT."
  (lsp--apply-workspace-edit edit))

(cl-defmethod oe-ls--start ((connection (head lsp)))
  "Start the server of CONNECTION anew."
  (if (cdr connection)
      (lsp-workspace-restart (cdr connection))
    (lsp)))

;;;; Whichever client there is

(defun oe-ls--connection ()
  "How this buffer reaches oe-ls, or nil."
  (or (oe-ls--eglot-connection) (oe-ls--lsp-connection)))

(defun oe-ls--connected ()
  "As `oe-ls--connection', with a helpful error if there is none."
  (or (oe-ls--connection)
      (user-error
       "%s"
       (cond
        ((not buffer-file-name)
         "oe-ls runs in buffers that visit a Markdown file; this one does not")
        ((and (fboundp 'eglot-managed-p) (eglot-managed-p))
         (format "Eglot runs `%s' in this buffer, and one server only: see \
`oe-ls-eglot-setup'"
                 (let ((server (eglot-current-server)))
                   (or (plist-get (eglot--server-info server) :name)
                       (jsonrpc-name server)))))
        (oe-ls--client
         "oe-ls has ended in this buffer: `M-x oe-ls-restart' starts it again")
        (t
         "oe-ls does not run in this buffer: start it with `M-x eglot' or \
`M-x lsp'")))))

(defun oe-ls--request (connection method &rest params)
  "The answer of CONNECTION to METHOD with PARAMS, about the text as it is now."
  (condition-case err
      (oe-ls--send connection method params)
    (error
     (let ((reason (or (alist-get 'jsonrpc-error-message (cdr-safe (cdr err)))
                       (error-message-string err))))
       (user-error "oe-ls: %s"
                   (if (string-match-p "\\`method not found" (downcase reason))
                       (format "`%s' is too old for this; install a newer one"
                               oe-ls-program)
                     reason))))))

(defun oe-ls--ask (connection method &rest params)
  "As `oe-ls--request' of CONNECTION, METHOD, PARAMS; about this document."
  (apply #'oe-ls--request connection method
         :textDocument (oe-ls--document connection) params))

(defun oe-ls--region (connection range)
  "The region (BEG . END) of RANGE, as the server of CONNECTION counts."
  (cons (oe-ls--point connection (oe-ls--get range "start"))
        (oe-ls--point connection (oe-ls--get range "end"))))

;;;; Placeholders

(defun oe-ls--next-placeholder (from backwards)
  "The region (BEG . END) of the placeholder after FROM, or before if BACKWARDS."
  (let ((connection (oe-ls--connected)))
    (when-let* ((range (oe-ls--ask connection "oe-ls/nextPlaceholder"
                                   :position (oe-ls--position connection from)
                                   :backwards (if backwards t :json-false))))
      (oe-ls--region connection range))))

(defun oe-ls--reveal (point)
  "Go to POINT, even if it is not within the narrowed part."
  (unless (<= (point-min) point (point-max)) (widen))
  (goto-char point))

(defun oe-ls--select (region)
  "Go to the start of REGION, with the mark, active, at its end."
  (oe-ls--reveal (car region))
  (push-mark (cdr region) t t))

(defun oe-ls--enter (connection range)
  "Select RANGE, told by CONNECTION, of a placeholder, if there is one."
  (when range
    (oe-ls--select (oe-ls--region connection range))
    (setq deactivate-mark nil)))

;;;###autoload
(defun oe-ls-next-placeholder (&optional count)
  "Go to the next text that still waits to be written, and select it.
After the last comes the first.  With a prefix argument, go COUNT times;
backwards if it is negative."
  (interactive "p")
  (let ((count (or count 1)) (origin (point)) region)
    (dotimes (_ (abs count))
      (setq region (oe-ls--next-placeholder (or (car region) origin)
                                            (< count 0))))
    (cond
     ((not region)
      (user-error "No placeholder is left here"))
     ((memq last-command '(oe-ls-next-placeholder oe-ls-previous-placeholder))
      (pop-mark)
      (oe-ls--select region))
     (t
      (push-mark origin t)
      (oe-ls--select region)))))

;;;###autoload
(defun oe-ls-previous-placeholder (&optional count)
  "Go to the previous text that still waits to be written, and select it.
Before the first comes the last.  With a prefix argument, go COUNT times."
  (interactive "p")
  (oe-ls-next-placeholder (- (or count 1))))

(defvar oe-ls-placeholder-repeat-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "n") #'oe-ls-next-placeholder)
    (define-key map (kbd "p") #'oe-ls-previous-placeholder)
    map)
  "Keys that repeat where `repeat-mode' is on.")
(put 'oe-ls-next-placeholder 'repeat-map 'oe-ls-placeholder-repeat-map)
(put 'oe-ls-previous-placeholder 'repeat-map 'oe-ls-placeholder-repeat-map)

;;;; What is there and what is missing

(defun oe-ls--readiness ()
  "How far this document is."
  (let ((readiness (oe-ls--ask (oe-ls--connected) "oe-ls/readiness")))
    (when (seq-empty-p (oe-ls--get readiness "sections"))
      (user-error "This file is not taken for an Operational Excellence \
document: `M-x oe-ls-treat-as-oe' makes it one"))
    readiness))

(defun oe-ls--missing-p (thing)
  "Non-nil if THING, a section or an element, is missing."
  (equal (oe-ls--get thing "state") "missing"))

(defun oe-ls--missing ()
  "What is missing here, as an alist (NAME . (ID . WHERE)) in the guide's order.
The elements of a missing section are missing with it."
  (let (found)
    (seq-doseq (section (oe-ls--get (oe-ls--readiness) "sections"))
      (let ((title (oe-ls--get section "title")))
        (if (oe-ls--missing-p section)
            (push `(,title ,(oe-ls--get section "id") . "section") found)
          (seq-doseq (element (oe-ls--get section "elements"))
            (when (oe-ls--missing-p element)
              (let ((name (oe-ls--get element "name")))
                (push `(,(if (assoc name found)
                             (format "%s (%s)" name title)
                           name)
                        ,(oe-ls--get element "id") . ,title)
                      found)))))))
    (nreverse found)))

(defun oe-ls--read-missing ()
  "Read what to insert of what is missing; nil stands for all of it."
  (let* ((missing (or (oe-ls--missing)
                      (user-error "Nothing is missing here")))
         (comma (not (seq-some (lambda (it) (string-search "," (car it)))
                               missing)))
         (crm-separator (if comma "[ \t]*,[ \t]*" "[ \t]*;[ \t]*"))
         (completion-extra-properties
          `(:annotation-function
            ,(lambda (name)
               (when-let* ((where (cddr (assoc name missing))))
                 (concat "  " where)))))
         (chosen (completing-read-multiple
                  (if (cdr missing)
                      (format "Insert (`%s' between several, empty for all %d): "
                              (if comma "," ";") (length missing))
                    (format "Insert (empty for `%s'): " (caar missing)))
                  (lambda (string predicate action)
                    (if (eq action 'metadata)
                        '(metadata (display-sort-function . identity))
                      (complete-with-action action missing string predicate)))
                  nil t)))
    (mapcar (lambda (name) (cadr (assoc name missing))) chosen)))

;;;###autoload
(defun oe-ls-insert-missing (ids)
  "Insert what the guide asks for and the document lacks, from its templates.
Asks which of it; from Lisp, IDS are its identifiers, nil for all.  Goes
to the first text in it that waits to be written."
  (interactive (list (oe-ls--read-missing)))
  (let* ((connection (oe-ls--connected))
         (answer (oe-ls--ask connection "oe-ls/insert" :ids (vconcat ids))))
    (if (not answer)
        (message "It is there already")
      (push-mark nil t)
      (oe-ls--apply connection (oe-ls--get answer "edit"))
      (pcase-let* ((`(,start . ,end)
                    (oe-ls--region connection (oe-ls--get answer "range")))
                   (title (string-trim
                           (buffer-substring-no-properties start end)
                           "[#* -]+" "[* ]+"))
                   (more (1- (length (oe-ls--get answer "inserted")))))
        (oe-ls--reveal start)
        (oe-ls--enter connection (oe-ls--get answer "placeholder"))
        (message "Inserted `%s'%s" title
                 (if (> more 0) (format " and %d more" more) ""))))))

;;;; Readiness

(defvar-local oe-ls--source nil
  "The buffer whose readiness is shown here.")

(defvar oe-ls-readiness-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "i") #'oe-ls-readiness-insert)
    (define-key map (kbd "RET") #'oe-ls-readiness-visit)
    map)
  "Keys in the buffer that shows the readiness of a document.")

(define-derived-mode oe-ls-readiness-mode tabulated-list-mode "OE-Readiness"
  "How far an Operational Excellence document is.
\\<oe-ls-readiness-mode-map>\\[oe-ls-readiness-visit] goes to what is there, \
\\[oe-ls-readiness-insert] inserts what is missing,
\\[revert-buffer] looks again."
  (setq tabulated-list-format [("State" 11 nil) ("Name" 55 nil) ("Line" 5 nil)]
        tabulated-list-padding 1
        tabulated-list-sort-key nil)
  (add-hook 'tabulated-list-revert-hook #'oe-ls--readiness-look nil t))

(defun oe-ls--readiness-entry (thing name indent)
  "The row for THING, a section or an element, called NAME, after INDENT.
Its id is (ID . PLACE), where PLACE is a marker or nil."
  (let* ((state (oe-ls--get thing "state"))
         (range (oe-ls--get thing "range"))
         (line (oe-ls--get thing "line"))
         (place (and range (copy-marker
                            (car (oe-ls--region (oe-ls--connected) range)))))
         (face (pcase state
                 ("present" 'success)
                 ("missing" 'error)
                 (_ 'warning))))
    (list (cons (oe-ls--get thing "id") place)
          (vector (propertize state 'face face)
                  (list (concat indent name)
                        'face (if (string-empty-p indent) 'bold 'default)
                        'follow-link t
                        'help-echo (if place "Go there" "Insert it")
                        'action (lambda (_) (oe-ls-readiness-visit)))
                  (if line (number-to-string line) "")))))

(defun oe-ls--readiness-look ()
  "Ask again how far the document is."
  (unless (buffer-live-p oe-ls--source)
    (user-error "The document's buffer is gone"))
  (let (header entries)
    (with-current-buffer oe-ls--source
      (let* ((readiness (oe-ls--readiness))
             (elements (oe-ls--get readiness "elements")))
        (setq header (format "%s: %d of %d elements"
                             (buffer-name)
                             (oe-ls--get elements "present")
                             (oe-ls--get elements "required")))
        (seq-doseq (section (oe-ls--get readiness "sections"))
          (push (oe-ls--readiness-entry section (oe-ls--get section "title") "")
                entries)
          (seq-doseq (element (oe-ls--get section "elements"))
            (push (oe-ls--readiness-entry element (oe-ls--get element "name")
                                          "  ")
                  entries)))))
    (setq tabulated-list-entries (nreverse entries)
          header-line-format
          (concat " " header
                  (substitute-command-keys
                   "  \\<oe-ls-readiness-mode-map>\
\\[oe-ls-readiness-visit] go there, \\[oe-ls-readiness-insert] insert, \
\\[revert-buffer] look again, \\[quit-window] quit")))))

;;;###autoload
(defun oe-ls-readiness ()
  "Show how far this document is: what is there, empty or missing."
  (interactive)
  (oe-ls--readiness)
  (let ((source (current-buffer))
        (list (get-buffer-create
               (format "*oe-ls readiness: %s*" (buffer-name)))))
    (with-current-buffer list
      (oe-ls-readiness-mode)
      (setq oe-ls--source source)
      (oe-ls--readiness-look)
      (tabulated-list-print)
      (goto-char (point-min)))
    (pop-to-buffer list)))

(defun oe-ls--readiness-row ()
  "The (ID . PLACE) of the row at point."
  (or (tabulated-list-get-id) (user-error "Nothing stands in this line")))

(defun oe-ls-readiness-visit ()
  "Go to what this row is about; if it is missing, offer to insert it."
  (interactive nil oe-ls-readiness-mode)
  (let* ((row (oe-ls--readiness-row)) (place (cdr row)))
    (cond
     ((not (buffer-live-p oe-ls--source))
      (user-error "The document's buffer is gone"))
     (place
      (pop-to-buffer (marker-buffer place))
      (push-mark nil t)
      (oe-ls--reveal place))
     ((y-or-n-p (format "%s is missing.  Insert it? " (car row)))
      (oe-ls-readiness-insert)))))

(defun oe-ls-readiness-insert ()
  "Insert what this row is about, and go there."
  (interactive nil oe-ls-readiness-mode)
  (let ((id (car (oe-ls--readiness-row))) (list (current-buffer)))
    (unless (buffer-live-p oe-ls--source)
      (user-error "The document's buffer is gone"))
    (pop-to-buffer oe-ls--source)
    (oe-ls-insert-missing (list id))
    (with-current-buffer list (revert-buffer))))

;;;; The rest

;;;###autoload
(defun oe-ls-fix-all ()
  "Apply every fix that is safe: those that touch no content."
  (interactive)
  (let* ((connection (oe-ls--connected))
         (kind "source.fixAll.oe-ls")
         (actions (oe-ls--ask
                   connection "textDocument/codeAction"
                   :range (list :start (oe-ls--position connection (point-min))
                                :end (oe-ls--position connection (point-max)))
                   :context (list :diagnostics [] :only (vector kind))))
         (action (seq-find (lambda (it) (equal (oe-ls--get it "kind") kind))
                           actions)))
    (if action
        (oe-ls--apply connection (oe-ls--get action "edit"))
      (message "Nothing here can be fixed safely"))))

(defun oe-ls--treat (oe)
  "Have the front matter say that this file is, or is not, OE."
  (let ((connection (oe-ls--connected)))
    (if-let* ((edit (oe-ls--ask connection "oe-ls/treatAs"
                                :oe (if oe t :json-false))))
        (oe-ls--apply connection edit)
      (message "The front matter says so already"))))

;;;###autoload
(defun oe-ls-treat-as-oe ()
  "Have this file checked as an Operational Excellence document.
Writes that into its front matter."
  (interactive)
  (oe-ls--treat t))

;;;###autoload
(defun oe-ls-treat-as-not-oe ()
  "Have this file left alone: it is no Operational Excellence document.
Writes that into its front matter."
  (interactive)
  (oe-ls--treat nil))

(defun oe-ls--init ()
  "A new document for this buffer's folder, as the program writes it."
  (let ((folder default-directory) (said (make-temp-file "oe-ls")))
    (unwind-protect
        (with-temp-buffer
          (setq default-directory folder)
          (let* ((coding-system-for-read 'utf-8)
                 (program (oe-ls--program))
                 (status (process-file program nil (list t said) nil "init")))
            (unless (eq status 0)
              (insert-file-contents said nil nil nil t)
              (user-error "The program says: %s" (string-trim (buffer-string)))))
          (buffer-string))
      (delete-file said))))

;;;###autoload
(defun oe-ls-new-document (file)
  "Start a new Operational Excellence document in FILE, from the templates.
It is written to the disk when you save it."
  (interactive "FNew document: ")
  (let* ((file (expand-file-name file))
         (buffer (get-file-buffer file))
         (connection (oe-ls--connection)))
    (when (or (file-exists-p file) (and buffer (> (buffer-size buffer) 0)))
      (user-error "%s is there already" file))
    (unless (file-directory-p (file-name-directory file))
      (user-error "There is no folder %s" (file-name-directory file)))
    (find-file file)
    ;; The client may come to the new buffer only later.
    (if-let* ((connection (or (oe-ls--connection) connection))
              (uri (oe-ls--get (oe-ls--document connection) "uri"))
              (answer (oe-ls--request connection "oe-ls/newDocument" :uri uri)))
        (progn
          (insert (oe-ls--get answer "text"))
          (goto-char (point-min))
          (oe-ls--enter connection (oe-ls--get answer "placeholder")))
      (insert (oe-ls--init))
      (goto-char (point-min)))))

;;;###autoload
(defun oe-ls-open-guide ()
  "Show the guide that this document is held against."
  (interactive)
  (let* ((connection (oe-ls--connected))
         (guide (oe-ls--ask connection "oe-ls/guide"))
         (uri (oe-ls--get guide "uri")))
    (if uri
        (find-file (oe-ls--path connection uri))
      (let ((buffer (get-buffer-create (format "*oe-ls guide: %s*"
                                               (oe-ls--get guide "title")))))
        (with-current-buffer buffer
          (let ((inhibit-read-only t))
            (erase-buffer)
            (insert (oe-ls--get guide "text")))
          (goto-char (point-min))
          (when (fboundp 'markdown-mode)
            (delay-mode-hooks (markdown-mode)))
          (set-buffer-modified-p nil)
          (view-mode))
        (pop-to-buffer buffer)))))

;;;###autoload
(defun oe-ls-restart ()
  "Start the language server of this buffer anew, also after it has died."
  (interactive)
  (let ((connection (or (oe-ls--connection)
                        (and oe-ls--client (list oe-ls--client))
                        (oe-ls--connected))))
    (oe-ls--program)
    (oe-ls--start connection)))

;;;; Mode

(defvar oe-ls-command-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "n") #'oe-ls-next-placeholder)
    (define-key map (kbd "p") #'oe-ls-previous-placeholder)
    (define-key map (kbd "i") #'oe-ls-insert-missing)
    (define-key map (kbd "r") #'oe-ls-readiness)
    (define-key map (kbd "f") #'oe-ls-fix-all)
    (define-key map (kbd "t") #'oe-ls-treat-as-oe)
    (define-key map (kbd "T") #'oe-ls-treat-as-not-oe)
    (define-key map (kbd "c") #'oe-ls-new-document)
    (define-key map (kbd "g") #'oe-ls-open-guide)
    (define-key map (kbd "R") #'oe-ls-restart)
    map)
  "The commands of oe-ls, for a prefix key of your choice.")
(fset 'oe-ls-command-map oe-ls-command-map)

(defvar oe-ls-mode-map (make-sparse-keymap)
  "Keys in buffers in which oe-ls runs; none but those that you bind.")

(easy-menu-define oe-ls-mode-menu oe-ls-mode-map
  "Menu of `oe-ls-mode'."
  '("OE"
    ["Next placeholder" oe-ls-next-placeholder]
    ["Previous placeholder" oe-ls-previous-placeholder]
    ["Insert what is missing..." oe-ls-insert-missing]
    ["Readiness" oe-ls-readiness]
    ["Apply all safe fixes" oe-ls-fix-all]
    "---"
    ["Treat this file as OE" oe-ls-treat-as-oe]
    ["Leave this file alone" oe-ls-treat-as-not-oe]
    ["New document..." oe-ls-new-document]
    ["Open the guide" oe-ls-open-guide]
    ["Restart the server" oe-ls-restart]))

(defun oe-ls--lighter ()
  "How the document stands, for the mode line."
  (let ((kind (and oe-ls--status (oe-ls--get oe-ls--status "kind"))))
    (if (member kind '("oe" "guide" "settings"))
        (let ((elements (oe-ls--get oe-ls--status "elements")))
          (list " "
                (propertize
                 (if elements
                     (format "OE:%d/%d" (oe-ls--get elements "present")
                             (oe-ls--get elements "required"))
                   (concat "OE:" kind))
                 'face (pcase (oe-ls--get oe-ls--status "health")
                         ("error" 'error)
                         ("warning" 'warning)
                         (_ 'success))
                 'help-echo (oe-ls--get oe-ls--status "message"))))
      "")))

;;;###autoload
(define-minor-mode oe-ls-mode
  "Commands for Operational Excellence documents.
Your client switches it on where oe-ls runs.  It binds no key: see
`oe-ls-command-map'."
  :lighter (:eval (oe-ls--lighter))
  (if oe-ls-mode
      (setq oe-ls--client (car (oe-ls--connection)))
    (setq oe-ls--status nil)))

(provide 'oe-ls)
;;; oe-ls.el ends here
