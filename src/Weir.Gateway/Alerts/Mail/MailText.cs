using System.Globalization;
using System.Text;

namespace Weir.Gateway.Alerts.Mail;

/// <summary>An alert as a mail (RFC 5322): plain text in UTF-8, encoded as base64 so that no line is too long for anybody.</summary>
internal static class MailText
{
    /// <summary>Bytes of text in one encoded word: 39 become 52 characters, and with the field's name the line stays below RFC 2047's 76.</summary>
    private const int WordBytes = 39;

    /// <summary>Encoded words of a subject; the text has all of it.</summary>
    private const int MostWords = 8;

    public static string Of(Alert alert, MailModel mail)
    {
        var header = new StringBuilder();
        Add("Date", alert.At.ToString("ddd, dd MMM yyyy HH':'mm':'ss +0000", CultureInfo.InvariantCulture));
        Add("From", mail.From.Address);
        Add("To", string.Join(",\r\n ", mail.To.Select(to => to.Address)));
        Add("Subject", Encode($"[Weir] {AlertSeverities.NameOf(alert.Severity)}: {alert.Title}"));
        Add("Message-ID", $"<{alert.Id}@{mail.From.Host}>");
        // RFC 3834: nobody's absence note needs to answer this.
        Add("Auto-Submitted", "auto-generated");
        Add("MIME-Version", "1.0");
        Add("Content-Type", "text/plain; charset=utf-8");
        Add("Content-Transfer-Encoding", "base64");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(alert)), Base64FormattingOptions.InsertLineBreaks);
        return $"{header}\r\n{body.ReplaceLineEndings("\r\n")}";

        void Add(string name, string value) => header.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static string Text(Alert alert)
    {
        var text = new StringBuilder().Append(alert.Title).Append("\r\n\r\n").Append(alert.Text).Append("\r\n");
        if (alert.Facts.Count > 0) text.Append("\r\n");
        foreach (var (name, value) in alert.Facts) text.Append(name).Append(": ").Append(value).Append("\r\n");
        return text.ToString();
    }

    /// <summary>As encoded words (RFC 2047), always: names in a subject may be anything, and thus no line break gets into the header.</summary>
    private static string Encode(string subject)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in subject.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > WordBytes) Close();
            word.Append(rune);
        }
        Close();
        return string.Join("\r\n ", words.Take(MostWords));

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word.ToString()))}?=");
            word.Clear();
        }
    }
}
