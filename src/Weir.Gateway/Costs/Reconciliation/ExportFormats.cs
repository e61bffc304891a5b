namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>
/// The exports that can be compared. Shapes as documented in November 2026: https://platform.openai.com/docs/api-reference/usage and
/// https://platform.claude.com/docs/en/api/admin/usage_report; the files of the two consoles as users have published them.
/// </summary>
internal static class ExportFormats
{
    private static readonly UsageMeasure[] Input = [UsageMeasure.Input];
    private static readonly UsageMeasure[] CachedInput = [UsageMeasure.CachedInput];
    private static readonly UsageMeasure[] CacheWrite = [UsageMeasure.CacheWrite];
    private static readonly UsageMeasure[] Output = [UsageMeasure.Output];
    private static readonly UsageMeasure[] Cost = [UsageMeasure.Cost];

    // Anthropic counts what it read from and wrote to its cache apart from other input.
    private static readonly UsageMeasure[] CachedBeside = [UsageMeasure.Input, UsageMeasure.CachedInput];
    private static readonly UsageMeasure[] WrittenBeside = [UsageMeasure.Input, UsageMeasure.CacheWrite];

    private static readonly string[] OpenAIBuckets = ["end_time", "start_time_iso", "end_time_iso", "object", "project_id", "project_name", "organization_id", "organization_name", "user_id", "user_email", "api_key_id", "api_key_name"];

    private static readonly string[] AnthropicSlices = ["workspace", "workspace_id", "api_key", "api_key_id", "api_key_status", "usage_type", "context_window", "inference_geo", "speed", "service_tier", "ending_at"];

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("OpenAI's usage", "openai", "start_time", "model", new Dictionary<string, UsageMeasure[]>(StringComparer.Ordinal)
        {
            ["input_tokens"] = Input,
            ["input_cached_tokens"] = CachedInput,
            ["input_cache_write_tokens"] = CacheWrite,
            ["output_tokens"] = Output,
        }, Set(OpenAIBuckets, "num_model_requests", "batch", "service_tier", "api_source", "input_uncached_tokens", "input_text_tokens", "output_text_tokens",
            "input_cached_text_tokens", "input_audio_tokens", "input_cached_audio_tokens", "output_audio_tokens", "input_image_tokens", "input_cached_image_tokens",
            "output_image_tokens", "input_cache_write_12h_tokens")) { Sign = "num_model_requests" },
        new("OpenAI's costs, as the console writes them", "openai", "start_time", "line_item", Only("amount_value", Cost), Set(OpenAIBuckets, "quantity"))
            { Sign = "amount_value", Currency = "amount_currency" },
        new("OpenAI's costs", "openai", "start_time", "line_item", Only("amount.value", Cost), Set(OpenAIBuckets, "quantity"))
            { Sign = "amount.value", Currency = "amount.currency" },
        new("Anthropic's usage, as the console writes it", "anthropic", "usage_date_utc", "model_version", new Dictionary<string, UsageMeasure[]>(StringComparer.Ordinal)
        {
            ["usage_input_tokens_no_cache"] = Input,
            ["usage_input_tokens_cache_write_5m"] = WrittenBeside,
            ["usage_input_tokens_cache_write_1h"] = WrittenBeside,
            ["usage_input_tokens_cache_read"] = CachedBeside,
            ["usage_output_tokens"] = Output,
        }, Set(AnthropicSlices, "web_search_count")) { Sign = "usage_input_tokens_no_cache" },
        new("Anthropic's usage", "anthropic", "starting_at", "model", new Dictionary<string, UsageMeasure[]>(StringComparer.Ordinal)
        {
            ["uncached_input_tokens"] = Input,
            ["cache_creation.ephemeral_5m_input_tokens"] = WrittenBeside,
            ["cache_creation.ephemeral_1h_input_tokens"] = WrittenBeside,
            ["cache_read_input_tokens"] = CachedBeside,
            ["output_tokens"] = Output,
        }, Set(AnthropicSlices, "server_tool_use.web_search_requests", "account_id", "service_account_id")) { Sign = "uncached_input_tokens" },
        new("Anthropic's costs, as the console writes them", "anthropic", "usage_date_utc", "model", Only("cost_usd", Cost), Set(AnthropicSlices, "token_type", "cost_type", "list_price_usd"))
            { Sign = "cost_usd" },
        // In cents: "123.45" is a dollar and 23.45 cents.
        new("Anthropic's costs", "anthropic", "starting_at", "model", Only("amount", Cost), Set(AnthropicSlices, "token_type", "cost_type", "description"))
            { Sign = "amount", Currency = "currency", UnitsPerDollar = 100 },
    ];

    private static Dictionary<string, UsageMeasure[]> Only(string column, UsageMeasure[] measures) => new(StringComparer.Ordinal) { [column] = measures };

    private static HashSet<string> Set(string[] some, params string[] others) => new(some.Concat(others), StringComparer.Ordinal);
}
