using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes <c>logprobsResult</c>. Tokens have numbers at Gemini; other providers do not tell theirs, so there are none.</summary>
internal static class LogprobsWriter
{
    /// <param name="output">Where the object goes.</param>
    /// <param name="tokens">A JSON array as in <see cref="AnswerPiece.Logprobs"/>.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> tokens)
    {
        output.Write("{\"topCandidates\":["u8);
        var reader = new Utf8JsonReader(tokens, EventJson.Options);
        reader.Read();
        for (var isFirst = true; reader.Read() && reader.TokenType == JsonTokenType.StartObject; isFirst = false)
        {
            output.Write(isFirst ? "{\"candidates\":"u8 : ",{\"candidates\":"u8);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isList = reader.ValueTextEquals("top_logprobs"u8);
                reader.Read();
                if (isList) WriteTokens(output, ref reader);
                else reader.Skip();
            }
            output.Write("}"u8);
        }
        output.Write("],\"chosenCandidates\":"u8);
        reader = new Utf8JsonReader(tokens, EventJson.Options);
        reader.Read();
        WriteTokens(output, ref reader);
        output.Write("}"u8);
    }

    /// <param name="output">Where the list goes.</param>
    /// <param name="reader">Stands on the beginning of a list, and is left on its end.</param>
    private static void WriteTokens(IBufferWriter<byte> output, ref Utf8JsonReader reader)
    {
        output.Write("["u8);
        for (var isFirst = true; reader.Read() && reader.TokenType == JsonTokenType.StartObject; isFirst = false)
        {
            output.Write(isFirst ? "{\"token\":\""u8 : ",{\"token\":\""u8);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isToken, isLogprob) = (reader.ValueTextEquals("token"u8), reader.ValueTextEquals("logprob"u8));
                reader.Read();
                if (isToken) output.Write(reader.ValueSpan);
                if (isLogprob)
                {
                    // The likelihood comes after the token wherever pieces are made.
                    output.Write("\",\"logProbability\":"u8);
                    output.Write(reader.ValueSpan);
                }
                reader.Skip();
            }
            output.Write("}"u8);
        }
        output.Write("]"u8);
    }
}
