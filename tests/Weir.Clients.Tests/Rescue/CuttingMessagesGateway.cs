using Weir.Clients.Tests.Messages;

namespace Weir.Clients.Tests.Rescue;

/// <summary>The program with models whose streams are cut, for Anthropic's client.</summary>
public sealed class CuttingMessagesGateway : MessagesGateway
{
    protected override string Configuration => CutStreams.Configuration;
}
