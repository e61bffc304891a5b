using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>ledger</c> section.</summary>
internal sealed class LedgerConfig : ConfigSection
{
    [Setting("committed: a call is on disk before the client sees the end of its answer. buffered: shortly after, so a crash may lose the last calls.", Choices = ["committed", "buffered"], NeedsRestart = true)]
    public string Durability { get; set; } = "committed";
}
