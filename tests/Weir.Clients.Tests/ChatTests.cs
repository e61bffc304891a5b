namespace Weir.Clients.Tests;

/// <summary>On an upstream of the client's own dialect.</summary>
[Collection(nameof(WeirCollection))]
public sealed class ChatTests(RunningWeir weir) : ChatScenarios(weir, "sim");
