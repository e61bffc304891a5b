using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Whether a client wants pictures in the answer: <c>modalities</c> among the options that name text and images alone.</summary>
internal static class PictureWish
{
    /// <summary>Takes the wish out of the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="wantsText">Whether text is wanted too.</param>
    /// <returns>Whether pictures are wanted, and nothing that no answer can carry. If not, the option stays where it is.</returns>
    public static bool TryTake(Options options, out bool wantsText)
    {
        wantsText = false;
        if (!options.TryPeek("modalities", out var modalities) || modalities.Kind != JsonValueKind.Array) return false;
        var wantsPictures = false;
        foreach (var modality in modalities.Element.EnumerateArray())
        {
            if (RawJson.Inside(modality).SequenceEqual("text"u8)) wantsText = true;
            else if (RawJson.Inside(modality).SequenceEqual("image"u8)) wantsPictures = true;
            else return false;
        }
        if (wantsPictures) options.Settle("modalities");
        return wantsPictures;
    }
}
