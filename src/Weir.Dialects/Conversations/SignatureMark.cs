using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>
/// Marks the signatures of thoughts that go to clients of another dialect with the dialect that they come from and with the
/// provider's identifier of the thoughts, so that each comes back to whom it belongs to whole, and to nobody else: providers
/// answer a signature that they did not make with an error.
/// </summary>
/// <param name="origin">Whose signatures pass.</param>
/// <param name="next">Where the pieces go.</param>
public sealed class SignatureMark(Dialect origin, IAnswerSink next) : IAnswerSink
{
    private const string Prefix = "weir.";

    private static readonly byte[][] Names = [.. Enum.GetNames<Dialect>().Select(name => Encoding.ASCII.GetBytes(name + "."))];

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes($"{Prefix}{origin}.");

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        if (piece.Kind is not (AnswerPieceKind.Signature or AnswerPieceKind.RedactedReasoning or AnswerPieceKind.ToolCall) || piece.Text.IsEmpty)
        {
            next.Take(piece);
            return;
        }
        var isCall = piece.Kind == AnswerPieceKind.ToolCall;
        next.Take(new AnswerPiece
        {
            Kind = piece.Kind, Choice = piece.Choice, Call = piece.Call, Name = piece.Name, Id = isCall ? piece.Id : default,
            Text = (byte[])[.. _prefix, .. isCall ? default : piece.Id, (byte)'.', .. piece.Text],
        });
    }

    /// <summary>Whether a request holds a marked signature, so that it cannot go to any provider as it is. May be wrong about texts that speak of marks.</summary>
    public static bool IsIn(ReadOnlySpan<byte> request)
    {
        while (request.IndexOf("weir."u8) is >= 0 and var at)
        {
            request = request[(at + Prefix.Length)..];
            foreach (var name in Names)
                if (request.StartsWith(name)) return true;
        }
        return false;
    }

    /// <summary>Gives the signatures in a conversation back to the provider that they come from, and keeps all others from it.</summary>
    /// <param name="conversation">What the client says.</param>
    /// <param name="client">The client's dialect: a signature without a mark comes from a provider of that dialect.</param>
    /// <param name="provider">Who is asked.</param>
    public static void Unmark(Conversation conversation, Dialect client, Dialect provider)
    {
        for (var i = 0; i < conversation.Turns.Count; i++)
        {
            var turn = conversation.Turns[i];
            if (turn.Parts.Any(part => part is ReasoningPart or ToolCallPart { Signature: not null }))
                conversation.Turns[i] = turn with { Parts = [.. turn.Parts.Select(part => Unmark(part, client, provider))] };
        }
    }

    private static Part Unmark(Part part, Dialect client, Dialect provider)
    {
        switch (part)
        {
            case ReasoningPart { Signature: { } signature } thoughts:
                var (origin, id, bare) = Split(signature, client);
                if (!IsFamily(origin, provider)) return thoughts with { Signature = null, IsRedacted = false, Id = null };
                return thoughts with { Signature = bare, Id = id ?? thoughts.Id };
            // Calls are signed by Gemini alone, whose signatures also pass through its OpenAI-compatible API.
            case ToolCallPart { Signature: { } signed } call:
                var (from, _, own) = Split(signed, Dialect.Gemini);
                return call with { Signature = IsFamily(from, provider) ? own : null };
            default:
                return part;
        }
    }

    /// <summary>Claude signs the same way wherever it runs.</summary>
    private static bool IsFamily(Dialect origin, Dialect provider) =>
        origin == provider || (origin, provider) is (Dialect.Messages, Dialect.Converse) or (Dialect.Converse, Dialect.Messages);

    private static (Dialect Origin, JsonElement? Id, JsonElement Bare) Split(JsonElement signature, Dialect unmarked)
    {
        var text = signature.ValueKind == JsonValueKind.String ? RawJson.Say(RawJson.Inside(signature)) : null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return (unmarked, null, signature);
        var parts = text.Split('.', 4);
        if (parts.Length < 4 || !Enum.TryParse(parts[1], out Dialect origin)) return (unmarked, null, signature);
        return (origin, parts[2].Length > 0 ? RawJson.Text(parts[2]) : null, RawJson.Text(parts[3]));
    }
}
