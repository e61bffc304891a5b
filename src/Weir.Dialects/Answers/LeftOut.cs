using Weir.Dialects.Json;

namespace Weir.Dialects.Answers;

/// <summary>
/// Keeps back what an answer holds and the client's dialect has no word for, and notes what it was. What the provider meant the
/// client to have (a picture, something new) leaves a line in the text, since a stream has no other place for it that people see;
/// steps that the provider took by itself, and what is known about the text, do not.
/// </summary>
/// <param name="client">What the client speaks.</param>
/// <param name="mayNote">Whether the text is for people to read; one that has to be of a form cannot take a line.</param>
/// <param name="next">Where the rest goes.</param>
public sealed class LeftOut(IClientDialect client, bool mayNote, IAnswerSink next) : IAnswerSink
{
    /// <summary>An answer that holds more kinds of things is not described any better by more names.</summary>
    private const int MostNames = 16;
    private const int LongestName = 64;
    private const int LongestAddress = 2048;

    private readonly List<byte[]> _names = [];
    private bool _hasText;
    private bool _hasNote;

    /// <summary>What was left out, in the provider's words: media types, types of items and blocks, <c>logprobs</c>; each once.</summary>
    public IEnumerable<string> Names => _names.Select(static name => RawJson.Say(name) is { Length: > 0 } said ? said : "?");

    /// <summary>Whether anything was left out.</summary>
    public bool Any => _names.Count > 0;

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal: Say(piece); break;
            case AnswerPieceKind.Work: Add(piece.Name); break;
            case AnswerPieceKind.Unknown: if (Add(piece.Name)) Note(piece); break;
            case AnswerPieceKind.Media when !client.CanSay(piece):
                // A recording comes bit by bit; pictures come whole, and each is missed.
                if (Add(piece.Name) || !piece.Text.IsEmpty || !piece.Id.IsEmpty) Note(piece);
                break;
            case AnswerPieceKind.Citation when _hasNote:
                // A line of our own has moved the text that the range is of.
                next.Take(new AnswerPiece { Kind = piece.Kind, Choice = piece.Choice, Id = piece.Id, Name = piece.Name, Text = piece.Text });
                break;
            default: next.Take(piece); break;
        }
    }

    private void Say(in AnswerPiece piece)
    {
        _hasText |= !piece.Text.IsEmpty;
        if (piece.Logprobs.IsEmpty || client.CanSay(piece))
        {
            next.Take(piece);
            return;
        }
        Add("logprobs"u8);
        next.Take(new AnswerPiece { Kind = piece.Kind, Choice = piece.Choice, Text = piece.Text });
    }

    /// <returns>Whether it is the first of its name.</returns>
    private bool Add(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName) name = "?"u8;
        foreach (var known in _names)
            if (name.SequenceEqual(known)) return false;
        if (_names.Count >= MostNames) return false;
        _names.Add(name.ToArray());
        return true;
    }

    private void Note(in AnswerPiece piece)
    {
        if (!mayNote) return;
        var what = piece.Id.Length is > 0 and <= LongestAddress ? piece.Id : piece.Name.Length <= LongestName ? piece.Name : "?"u8;
        var line = (byte[])[.. _hasText ? "\\n\\n"u8 : default, .. "[This API cannot carry what was left out here: "u8, .. what, .. "]\\n"u8];
        (_hasText, _hasNote) = (true, true);
        next.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = piece.Choice, Text = line });
    }
}
