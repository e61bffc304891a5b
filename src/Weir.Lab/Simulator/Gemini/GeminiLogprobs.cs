using System.Text.Json;
using Weir.Lab.Simulator.Chat;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Writes how likely tokens were: those that were chosen in one list, those that might have been in another.</summary>
internal static class GeminiLogprobs
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<string> tokens, int top)
    {
        writer.WriteStartObject("logprobsResult");
        if (top > 0)
        {
            writer.WriteStartArray("topCandidates");
            foreach (var token in tokens)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("candidates");
                foreach (var (other, logprob) in TokenOdds.Of(token, top))
                    WriteToken(writer, other, logprob);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("chosenCandidates");
        foreach (var token in tokens)
            WriteToken(writer, token, TokenOdds.Of(token, 1)[0].Logprob);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter writer, string token, double logprob)
    {
        writer.WriteStartObject();
        writer.WriteString("token", token);
        writer.WriteNumber("logProbability", logprob);
        writer.WriteEndObject();
    }
}
