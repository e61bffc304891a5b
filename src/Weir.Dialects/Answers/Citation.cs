namespace Weir.Dialects.Answers;

/// <summary>A source of a block's text. Bytes are the inside of JSON strings, as they are escaped.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Title">Its title; may be empty.</param>
/// <param name="Quote">Its own words; may be empty.</param>
/// <param name="Start">Where the range that it is a source of begins in the text of the choice, in Unicode characters.</param>
/// <param name="End">Where it ends, exclusive; 0 when the range is not known.</param>
public sealed record Citation(ReadOnlyMemory<byte> Url, ReadOnlyMemory<byte> Title, ReadOnlyMemory<byte> Quote, int Start, int End)
{
    /// <summary>Keeps what a piece says.</summary>
    public static Citation Of(in AnswerPiece piece) => new(piece.Id.ToArray(), piece.Name.ToArray(), piece.Text.ToArray(), piece.Start, piece.End);
}
