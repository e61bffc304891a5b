using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Nobody waits long for others, and no batch is larger than providers take.</summary>
internal sealed class BatchValidator : IConfigValidator
{
    private const int Smallest = 2;

    /// <summary>As many as OpenAI takes.</summary>
    private const int Largest = 2048;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var batch in config.Models.Values.Select(model => model.Batch))
        {
            if (batch.Wait < TimeSpan.Zero || batch.Wait > Longest)
                errors.Add(batch, "wait", $"{Quantity.Show(batch.Wait)} is out of range.", "Write 0s to 100ms; 5ms is much against a round trip, and little for a user.");
            if (batch.Max is < Smallest or > Largest)
                errors.Add(batch, "max", $"{batch.Max} is out of range.", batch.Max < Smallest ? "Write 2 to 2048; wait: 0s sends each text alone." : "Write 2 to 2048.");
        }
    }
}
