using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>What Anthropic's models take of sampling parameters, wherever they run.</summary>
internal static class SamplingRules
{
    /// <summary>Takes out of the options what the model would refuse, and notes it where that changes the answer.</summary>
    /// <param name="options">The options.</param>
    /// <param name="reading">Where it is noted.</param>
    /// <param name="thinks">Whether the model is asked to think.</param>
    public static void Apply(Options options, RequestReading reading, bool thinks)
    {
        var both = options.TryPeek("temperature", out var temperature);
        if (both && temperature.Kind == JsonValueKind.Number && temperature.Element.TryGetDouble(out var heat) && heat > 1) Omit("temperature", "Anthropic takes 0 to 1");
        else if (both && thinks && IsOne(temperature)) options.Settle("temperature");
        else if (both && thinks) Omit("temperature", "Anthropic's models think at a temperature of 1 alone");
        if (thinks) Omit("top_k", "Anthropic's models take no top_k while they think");
        // Later models refuse both at once; a top_p of 1, which many clients send along, excludes nothing.
        if ((both || thinks) && options.TryPeek("top_p", out var mass) && IsOne(mass)) options.Settle("top_p");

        void Omit(string name, string why)
        {
            if (options.TryTake(name, out var value)) reading.Omit(value.Path, why);
        }
    }

    private static bool IsOne(JsonCursor value) => value.Kind == JsonValueKind.Number && value.Element.TryGetDouble(out var number) && number == 1;
}
