//! Analysing articles: starting the jobs, and handling their progress and answers.

use crate::config::ModelChoice;
use crate::language::Engine;
use crate::reader::event::{Answer, JobId};
use crate::reader::keys::action::Action;
use crate::reader::runtime::jobs;
use crate::reader::runtime::session::Session;
use crate::reader::state::document::progress::Phase;
use crate::reader::update::actions::sources;
use crate::text::pluralize;
use std::sync::atomic::Ordering;

impl Session {
    /// Starts the analyses that waited for the first frame.
    pub fn analyse_due(&mut self) {
        for nth in self.app.sources.take_due() {
            self.start_analysis(nth, None);
        }
    }

    /// Starts the requested analysis of the article on the screen, with the best model if the fast one has answered.
    pub fn analyse(&mut self) {
        let engine = self.app.document.has_better().then_some(Engine::Best);
        self.app.document.progress.requested = true;
        self.start_analysis(self.app.sources.shown(), engine);
    }

    /// Cancels the analysis of the article on the screen.
    pub fn stop_analysis(&mut self) {
        if let Some(entry) = self.app.sources.get(self.app.sources.shown()) {
            entry.latest_job.fetch_add(1, Ordering::Relaxed);
        }
        let progress = &mut self.app.document.progress;
        progress.requested = false;
        match progress.refining.take() {
            // The present answer stays, and is stored.
            Some(_) => {
                let again = self.app.key(Action::Analyse);
                self.notify(&format!("The fast model’s answer stays · {again} runs the best model"));
                self.store_read(self.app.sources.shown());
            }
            None => progress.phase = Phase::Unasked,
        }
    }

    /// Starts the analysis of source `nth` by `engine`, or by the one set for texts of its length.
    pub(super) fn start_analysis(&mut self, nth: usize, engine: Option<Engine>) {
        let Some(latest) = self.app.sources.get(nth).map(|entry| entry.latest_job.clone()) else { return };
        let model = self.settings.model;
        let Some(document) = self.app.document_mut(nth) else { return };
        if document.progress.phase == Phase::Done {
            document.progress.refining = Some(0.0);
        } else {
            document.progress.phase = Phase::Running(0.0);
        }
        let (article, corrections) = (document.article.clone(), document.analysis.corrections.clone());
        let engine = engine.unwrap_or(model.engine(article.text().len()));
        let seen = document.viewport.shown();
        let job = (nth, latest.load(Ordering::Relaxed));
        jobs::analyse(article, corrections, engine, seen, job, latest, self.to.clone());
    }

    /// Handles the progress of an analysis, from 0 to 1.
    pub fn progress(&mut self, job: JobId, share: f32) {
        if !self.is_current(job) {
            return;
        }
        let Some(document) = self.app.document_mut(job.0) else { return };
        match document.progress.refining {
            Some(_) => document.progress.refining = Some(share),
            None => document.progress.phase = Phase::Running(share),
        }
    }

    /// Handles the answer of an analysis, or its error.
    pub fn analysed(&mut self, job: JobId, answer: Result<Answer, String>) {
        if !self.is_current(job) {
            return;
        }
        match answer {
            Ok(Answer { found, record, applied }) => {
                let engine = record.engine();
                sources::analysed(&mut self.app, job.0, found, record, applied);
                self.notify_of_requested(job.0, engine);
                self.notify_of_better(job.0);
                self.store_read(job.0);
            }
            Err(why) => {
                let Some(document) = self.app.document_mut(job.0) else { return };
                if document.progress.refining.take().is_some() {
                    self.app.notify(job.0, format!("The best model failed: {why}"));
                } else {
                    document.progress.phase = Phase::Failed(why);
                }
            }
        }
    }

    /// Reports the end of an analysis that was requested with a key.
    fn notify_of_requested(&mut self, nth: usize, engine: Engine) {
        let Some(document) = self.app.document_mut(nth) else { return };
        if std::mem::take(&mut document.progress.requested) {
            let count = pluralize(document.record.quotations().len(), "quotation");
            let model = match engine {
                Engine::Fast => "fast",
                Engine::Best => "best",
            };
            self.app.notify(nth, format!("Analysed with the {model} model: {count}"));
        }
    }

    /// Reports once that the best model is available on request for a text that is too long for it by default.
    fn notify_of_better(&mut self, nth: usize) {
        let key = self.app.key(Action::Analyse);
        let is_wanted = self.settings.model == ModelChoice::Auto;
        let Some(document) = self.app.document_mut(nth) else { return };
        if is_wanted && document.has_better() && document.article.text().len() > ModelChoice::MAX_AUTO_BYTES {
            let before = document.deferred.notice.take();
            let before = if nth == self.app.sources.shown() { self.app.notice.take() } else { before };
            let better = format!("Analysed with the fast model · {key} runs the best one, which takes longer");
            let notice = before.into_iter().chain([better]).collect::<Vec<_>>().join(" · ");
            self.app.notify(nth, notice);
        }
    }

    /// Handles a first answer, while the best model continues. It is stored in case the article is left before the
    /// better answer, which replaces it.
    pub fn first(&mut self, job: JobId, answer: Answer) {
        self.partial(job, answer);
        if self.is_current(job) {
            self.store_read(job.0);
        }
    }

    /// Handles a first or partial answer, while the best model continues.
    pub fn partial(&mut self, job: JobId, Answer { found, record, applied }: Answer) {
        if !self.is_current(job) {
            return;
        }
        let Some(document) = self.app.document_mut(job.0) else { return };
        let share = document.progress.refining.unwrap_or(0.0);
        sources::analysed(&mut self.app, job.0, found, record, applied);
        if let Some(document) = self.app.document_mut(job.0) {
            document.progress.refining = Some(share);
        }
    }
}
