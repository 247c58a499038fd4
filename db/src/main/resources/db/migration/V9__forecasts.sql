CREATE INDEX inference_run_of_iteration ON inference_run (iteration_id, requested_at DESC);
