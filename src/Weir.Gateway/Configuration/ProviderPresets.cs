namespace Weir.Gateway.Configuration;

/// <summary>
/// The providers that Weir knows by name. Each speaks a dialect that is known anyway: an entry saves looking up its address and
/// its peculiarities, and one that is not here is configured in as many lines.
/// </summary>
internal static class ProviderPresets
{
    private const string NewLimit = "max_completion_tokens";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        new("anthropic", "Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "messages") { Dialect = "anthropic" },
        new("azure", "Azure OpenAI (base_url: https://RESOURCE.openai.azure.com/openai/v1)", null, "AZURE_OPENAI_API_KEY", "chat", "responses") { ApiKeyHeader = "api-key", MaxTokensMember = NewLimit },
        new("bedrock", "Amazon Bedrock, Converse API (aws: { region })", null, "AWS_BEARER_TOKEN_BEDROCK", "converse") { Dialect = "bedrock" },
        new("cerebras", "Cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", "chat") { MaxTokensMember = NewLimit },
        new("cohere", "Cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY", "chat"),
        new("deepinfra", "DeepInfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY", "chat"),
        new("deepseek", "DeepSeek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", "chat"),
        new("fireworks", "Fireworks AI", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY", "chat"),
        new("gemini", "Google Gemini", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY", "gemini") { Dialect = "gemini", BookName = "google" },
        new("groq", "Groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "chat", "responses") { MaxTokensMember = NewLimit },
        new("huggingface", "Hugging Face Inference Providers", "https://router.huggingface.co/v1", "HF_TOKEN", "chat"),
        new("llamacpp", "llama.cpp server on this machine", "http://127.0.0.1:8080/v1", null, "chat"),
        new("lmstudio", "LM Studio on this machine", "http://127.0.0.1:1234/v1", null, "chat", "responses"),
        new("mistral", "Mistral AI", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "chat"),
        new("moonshot", "Moonshot AI", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY", "chat"),
        new("nvidia", "NVIDIA NIM", "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY", "chat"),
        new("ollama", "Ollama on this machine", "http://127.0.0.1:11434/v1", null, "chat", "responses", "messages"),
        new("openai", "OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY", "chat", "responses") { MaxTokensMember = NewLimit },
        new("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "chat") { StatesCost = true },
        new("perplexity", "Perplexity", "https://api.perplexity.ai", "PERPLEXITY_API_KEY", "chat") { StatesCost = true },
        new("sambanova", "SambaNova", "https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY", "chat"),
        new("together", "Together AI", "https://api.together.xyz/v1", "TOGETHER_API_KEY", "chat"),
        new("vllm", "vLLM on this machine", "http://127.0.0.1:8000/v1", null, "chat", "responses", "messages"),
        new("xai", "xAI", "https://api.x.ai/v1", "XAI_API_KEY", "chat", "responses") { MaxTokensMember = NewLimit, StatesCost = true },
        new("zai", "Z.ai", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "chat"),
    ];

    /// <summary>The preset of a name, or null.</summary>
    public static ProviderPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);
}
