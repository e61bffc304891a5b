using System.Text;

namespace Weir.Gateway.Configuration;

/// <summary>
/// The configuration that holds without a file, written as a file so that an operator can start from it. What it offers
/// depends on which providers' keys the environment holds.
/// </summary>
internal static class DefaultConfig
{
    private const string OpenAIKey = "OPENAI_API_KEY";
    private const string AnthropicKey = "ANTHROPIC_API_KEY";

    private static readonly string[] OpenAIModels =
    [
        "gpt-5.6", "gpt-5.6-terra", "gpt-5.6-luna", "gpt-5.4", "gpt-5.4-mini", "gpt-5-mini", "gpt-5-nano", "gpt-4.1", "gpt-4o", "gpt-4o-mini",
        "text-embedding-3-small", "text-embedding-3-large",
    ];

    private static readonly string[] AnthropicModels = ["claude-opus-5", "claude-sonnet-5", "claude-sonnet-4-6", "claude-haiku-4-5"];

    /// <summary>The built-in default as YAML. Never holds a secret: keys are references to the environment.</summary>
    public static string Compose(IEnvironment environment)
    {
        var openAI = !string.IsNullOrEmpty(environment.Get(OpenAIKey));
        var anthropic = !string.IsNullOrEmpty(environment.Get(AnthropicKey));
        var text = new StringBuilder(4096);
        Head(text);
        Providers(text, openAI, anthropic);

        // A real name is simulated only where no real provider is configured at all: a made-up answer must never be
        // mistaken for a model's.
        var simulated = !openAI && !anthropic ? (string[])[.. OpenAIModels, .. AnthropicModels] : [];
        text.Append("# What a call is sent to: one model at one provider each. Prices come from the built-in price book.\ndeployments:\n");
        if (openAI) Deployments(text, OpenAIModels, "openai", free: false);
        if (anthropic) Deployments(text, AnthropicModels, "anthropic", free: false);
        Deployments(text, ["sim", .. simulated], "sim", free: true);

        text.Append("\n# The names that clients ask for. A route may name several deployments, each with a weight:\n");
        text.Append("#   cheap: { route: [{ deployment: a, weight: 9 }, { deployment: b, weight: 1 }] }\nmodels:\n");
        foreach (var model in (string[])[.. openAI ? OpenAIModels : [], .. anthropic ? AnthropicModels : [], "sim", .. simulated])
            text.Append("  ").Append(model).Append(": { route: [").Append(model).Append("] }\n");
        Tail(text);
        return text.ToString();
    }

    private static void Head(StringBuilder text) => text.Append(
        """
        # Weir's built-in default. Save it as weir.yaml, change what you need, and check it with: weir check weir.yaml
        # A change takes effect within a second; a file with errors changes nothing.

        server:
          listen: http://127.0.0.1:8080   # http://*:8080 listens on all interfaces; TLS belongs to a proxy in front
          drain: 30s                      # how long a stopping Weir waits for calls under way

        limits:
          request_body: 32MiB
          stream_event: 1MiB
          calls_in_flight: 10000

        timeouts:                         # a provider or deployment may override single values
          connect: 5s
          first_byte: 60s
          idle: 60s
          total: 10m

        ledger:
          durability: committed           # or buffered: faster, but a crash may lose the last calls


        """);

    private static void Providers(StringBuilder text, bool openAI, bool anthropic)
    {
        text.Append("# The servers that answer; weir providers lists presets. Secrets are references: ${NAME} or file:/path/to/secret.\nproviders:\n");
        Provider(text, openAI, "openai", OpenAIKey);
        Provider(text, anthropic, "anthropic", AnthropicKey);
        text.Append("  sim:\n    built_in: simulator           # answers without a network and costs nothing\n\n");
    }

    private static void Provider(StringBuilder text, bool active, string name, string variable)
    {
        if (!active) text.Append($"  # set {variable} to use:\n");
        var indent = active ? "  " : "  # ";
        text.Append($"{indent}{name}:\n{indent}  preset: {name}\n{indent}  api_key: ${{{variable}}}\n");
    }

    private static void Deployments(StringBuilder text, string[] models, string provider, bool free)
    {
        foreach (var model in models)
            text.Append($"  {model}: {{ provider: {provider}{(free ? ", price: { input: 0, output: 0 }" : "")} }}\n");
    }

    private static void Tail(StringBuilder text) => text.Append(
        """

        # Who pays, and for which part of the product.
        tenants:
          default: {}
        features: {}                      # when any is declared, clients may name only declared ones

        # Keys that clients present; more can be made with: weir keys create
        #   ci: { value: "${WEIR_CI_KEY}", tenant: default, models: [sim] }
        keys: {}

        """);
}
