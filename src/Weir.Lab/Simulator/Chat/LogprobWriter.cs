using System.Text;
using System.Text.Json;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Chat;

/// <summary>
/// Writes plausible probabilities: the token that was chosen has at least one half, the alternatives share the rest, so that
/// they never sum to more than one.
/// </summary>
internal static class LogprobWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<string> tokens, int top)
    {
        writer.WriteStartObject("logprobs");
        WriteList(writer, "content", tokens, top);
        writer.WriteNull("refusal");
        writer.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> tokens, int top)
    {
        writer.WriteStartArray(name);
        foreach (var token in tokens)
            WriteToken(writer, token, top);
        writer.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter writer, string token, int top)
    {
        var random = new SeededRandom(StableHash.Add(StableHash.Start, token));
        var probability = 0.5 + (0.49 * random.NextUnit());
        writer.WriteStartObject();
        WriteEntry(writer, token, probability);
        writer.WriteStartArray("top_logprobs");
        var left = 1 - probability;
        for (var rank = 0; rank < top; rank++)
        {
            writer.WriteStartObject();
            if (rank == 0)
            {
                WriteEntry(writer, token, probability);
            }
            else
            {
                left /= 2;
                WriteEntry(writer, $" {PseudoText.Word(random)}{rank}", left);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, string token, double probability)
    {
        writer.WriteString("token", token);
        writer.WriteNumber("logprob", Math.Round(Math.Log(probability), 6));
        writer.WriteStartArray("bytes");
        foreach (var value in Encoding.UTF8.GetBytes(token))
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
