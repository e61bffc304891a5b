namespace Weir.Gateway.Tests.EndToEnd.Pairs;

/// <summary>A simulated provider of each dialect, strict as its like are, with a deployment and a model of the same name.</summary>
internal static class SimulatedProviders
{
    /// <summary>Providers and deployments.</summary>
    public const string Deployments = """
        providers:
          chat: { built_in: simulator }
          responses: { built_in: simulator, apis: [responses] }
          messages: { built_in: simulator, dialect: anthropic }
          gemini: { built_in: simulator, dialect: gemini }
          converse: { built_in: simulator, dialect: bedrock, aws: { region: eu-central-1, access_key_id: "${UPSTREAM_KEY}", secret_access_key: "${UPSTREAM_KEY}" } }
        deployments:
          chat: { provider: chat, model: sim, price: { input: 1, output: 10 } }
          responses: { provider: responses, model: sim, price: { input: 1, output: 10 } }
          messages: { provider: messages, model: claude-opus-5, price: { input: 1, output: 10 } }
          gemini: { provider: gemini, model: gemini-3-pro, price: { input: 1, output: 10 } }
          converse: { provider: converse, model: "anthropic.claude-sonnet-4-5-20250929-v1:0", price: { input: 1, output: 10 } }

        """;

    /// <summary>The same with a model for each.</summary>
    public const string Configuration = Deployments + """
        models: { chat: { route: [chat] }, responses: { route: [responses] }, messages: { route: [messages] }, gemini: { route: [gemini] }, converse: { route: [converse] } }

        """;

    /// <summary>Their names: those of their dialects.</summary>
    public static readonly string[] All = ["chat", "responses", "messages", "gemini", "converse"];
}
