using System.Text;

namespace Weir.Lab.Simulator.Text;

/// <summary>Harmless English-looking sentences that follow from a seed.</summary>
internal static class PseudoText
{
    private static readonly string[] Words =
        ("the a river water level gate flow stone bank bridge meadow morning evening quiet steady narrow wide deep clear cold warm "
        + "low high early late slow quick careful simple small large measured open closed carries holds turns follows reaches leaves "
        + "keeps brings rises falls passes rests begins ends under over beside between along after before through against toward "
        + "without within while when where because although until and but or so yet every each another some few many most rain wind "
        + "snow spring summer autumn winter field mill wheel miller farmer boat ferry rope path road village market bread grain barley "
        + "apple willow reed heron otter trout swallow lantern window door roof garden fence hill valley cloud light shadow song story "
        + "letter map journey reason question answer number pattern measure balance promise habit season")
        .Split(' ');

    public static string Write(SeededRandom random, int words)
    {
        var text = new StringBuilder(words * 7);
        var leftInSentence = 0;
        for (var index = 0; index < words; index++)
        {
            var word = Words[random.Next(Words.Length)];
            var opens = leftInSentence == 0;
            if (opens)
                leftInSentence = 6 + random.Next(9);
            if (index > 0)
                text.Append(' ');
            text.Append(opens ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1);
            leftInSentence--;
            if (leftInSentence == 0 || index == words - 1)
            {
                text.Append('.');
                leftInSentence = 0;
            }
        }

        return text.ToString();
    }

    public static string Word(SeededRandom random) => Words[random.Next(Words.Length)];
}
