namespace Weir.Clients.Tests.Rescue;

/// <summary>Two models whose first provider cuts every stream in its middle, and a question whose answer is known.</summary>
internal static class CutStreams
{
    /// <summary>What the answer is to say.</summary>
    public const string Text = "One two three four five six seven eight nine ten eleven twelve, said the beaver.";

    /// <summary>A request for it.</summary>
    public const string Question = "repeat exactly: " + Text;

    /// <summary>The model that a provider of chat completions begins to answer for.</summary>
    public const string OfChat = "cut-chat";

    /// <summary>The model that a provider of messages begins to answer for.</summary>
    public const string OfMessages = "cut-messages";

    /// <summary>A gateway's configuration with both.</summary>
    public const string Configuration = $$"""
        providers:
          chat: { built_in: simulator }
          messages: { built_in: simulator, dialect: anthropic }
        deployments:
          chat: { provider: chat, model: sim, price: { input: 1, output: 10 } }
          messages: { provider: messages, model: sim, price: { input: 1, output: 10 } }
        models:
          {{OfChat}}: { route: [chat], fallbacks: [messages] }
          {{OfMessages}}: { route: [messages], fallbacks: [chat] }
        faults:
          cut-chat: { deployments: [chat], models: [{{OfChat}}], kind: cut, after: 8 }
          cut-messages: { deployments: [messages], models: [{{OfMessages}}], kind: cut, after: 8 }
        """;
}
