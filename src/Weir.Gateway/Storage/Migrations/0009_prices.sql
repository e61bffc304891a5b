-- All kinds of use that have prices of their own, and how a cost was come by. In rows from before, what is 0 here was not counted.

ALTER TABLE calls ADD COLUMN cache_write_hour_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN cached_audio_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN image_input_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN cached_image_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN image_output_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN images BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN audio_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN web_searches BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN other_model_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN inference_region TEXT;
ALTER TABLE calls ADD COLUMN service_tier TEXT;
ALTER TABLE calls ADD COLUMN unpriced TEXT;

ALTER TABLE attempts ADD COLUMN cache_write_hour_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN cached_audio_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN image_input_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN cached_image_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN image_output_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN images BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN audio_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN web_searches BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN other_model_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN inference_region TEXT;
ALTER TABLE attempts ADD COLUMN service_tier TEXT;
ALTER TABLE attempts ADD COLUMN unpriced TEXT;

-- The whole price; price_input, price_output and price_cached_input are of rows from before.
ALTER TABLE unsettled_responses ADD COLUMN price TEXT;
