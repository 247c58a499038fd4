-- Auditors look for runs by state, also for the rare ones among many that have finished.
CREATE INDEX inference_run_of_state ON inference_run (state, requested_at DESC, id DESC);
DROP INDEX inference_run_unfinished;
