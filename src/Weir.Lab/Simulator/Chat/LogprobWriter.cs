using System.Text;
using System.Text.Json;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Writes how likely tokens were, as chat and responses tell it.</summary>
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
        var odds = TokenOdds.Of(token, top);
        writer.WriteStartObject();
        WriteEntry(writer, token, odds[0].Logprob);
        writer.WriteStartArray("top_logprobs");
        foreach (var (other, logprob) in odds.Take(top))
        {
            writer.WriteStartObject();
            WriteEntry(writer, other, logprob);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, string token, double logprob)
    {
        writer.WriteString("token", token);
        writer.WriteNumber("logprob", logprob);
        writer.WriteStartArray("bytes");
        foreach (var value in Encoding.UTF8.GetBytes(token))
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
