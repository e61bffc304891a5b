namespace Weir.Clients.Tests;

/// <summary>On an upstream that speaks Anthropic's dialect.</summary>
[Collection(nameof(ForeignWeirCollection))]
public sealed class ForeignChatTests(ForeignWeir weir) : ChatScenarios(weir, "sim-messages");
