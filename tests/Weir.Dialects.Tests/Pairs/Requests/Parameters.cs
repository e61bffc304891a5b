namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>Parameters of requests with values that ask for something and are easy to find again.</summary>
internal static class Parameters
{
    /// <summary>Member and value; a dot leads into an object.</summary>
    public static IReadOnlyList<(string Member, string Value)> Of(Dialect client) => client switch
    {
        Dialect.Chat =>
        [
            ("temperature", "0.43717"), ("top_p", "0.43717"), ("frequency_penalty", "0.43717"), ("presence_penalty", "0.43717"), ("seed", "43717"),
            ("logit_bias", """{"43717":5}"""), ("logprobs", "true"), ("top_logprobs", "17"), ("n", "3"), ("user", "\"zebra\""), ("safety_identifier", "\"zebra\""),
            ("metadata", """{"zebra":"zebra"}"""), ("service_tier", "\"flex\""), ("prompt_cache_key", "\"zebra\""), ("prompt_cache_retention", "\"24h\""),
            ("store", "true"), ("verbosity", "\"low\""), ("modalities", """["text","audio"]"""), ("prediction", """{"type":"content","content":"zebra"}"""),
            ("web_search_options", """{"search_context_size":"low"}"""), ("max_completion_tokens", "43717"), ("max_tokens", "43717"), ("stop", "\"zebra\""),
            ("reasoning_effort", "\"low\""), ("zebra", "true"),
        ],
        Dialect.Responses =>
        [
            ("temperature", "0.43717"), ("top_p", "0.43717"), ("top_logprobs", "17"), ("user", "\"zebra\""), ("safety_identifier", "\"zebra\""),
            ("metadata", """{"zebra":"zebra"}"""), ("service_tier", "\"flex\""), ("prompt_cache_key", "\"zebra\""), ("prompt_cache_retention", "\"24h\""),
            ("store", "true"), ("text.verbosity", "\"low\""), ("include", """["message.output_text.logprobs"]"""), ("truncation", "\"auto\""), ("max_tool_calls", "43717"),
            ("max_output_tokens", "43717"), ("reasoning.effort", "\"low\""), ("background", "true"), ("zebra", "true"),
        ],
        Dialect.Messages =>
        [
            ("temperature", "0.43717"), ("top_p", "0.43717"), ("top_k", "43717"), ("metadata", """{"user_id":"zebra"}"""),
            ("stop_sequences", """["zebra"]"""), ("container", "\"zebra\""), ("context_management", """{"edits":[{"type":"zebra"}]}"""), ("inference_geo", "\"zebra\""),
            ("mcp_servers", """[{"name":"zebra"}]"""), ("speed", "\"fast\""), ("max_tokens", "43717"), ("output_config.effort", "\"low\""), ("zebra", "true"),
        ],
        _ =>
        [
            ("generationConfig.temperature", "0.43717"), ("generationConfig.topP", "0.43717"), ("generationConfig.topK", "43717"), ("generationConfig.seed", "43717"),
            ("generationConfig.frequencyPenalty", "0.43717"), ("generationConfig.presencePenalty", "0.43717"), ("generationConfig.candidateCount", "3"),
            ("generationConfig.stopSequences", """["zebra"]"""), ("generationConfig.maxOutputTokens", "43717"), ("generationConfig.responseLogprobs", "true"),
            ("generationConfig.zebra", "true"), ("safetySettings", """[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]"""),
            ("cachedContent", "\"cachedContents/zebra\""), ("labels", """{"zebra":"zebra"}"""), ("zebra", "true"),
        ],
    };

    /// <summary>
    /// The one table of parameters that are honoured without the provider's help, so that they are neither sent nor omitted: whom a
    /// call is for stands in Weir's ledger, and a key that keeps like prompts together has no use where prompts are cached otherwise.
    /// </summary>
    public static bool IsHonouredByWeir(string member) => member is "user" or "safety_identifier" or "metadata" or "labels" or "prompt_cache_key";
}
