using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Reads the blocks of a message; remembers how far the client's marks for the cache reach.</summary>
internal sealed class BlockReader(Seal seal)
{
    public const string Purpose = "anthropic";

    private static readonly string[] ImageTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"];

    /// <summary>How many messages of the simulator's own list lie before the last mark.</summary>
    public int MarkedMessages { get; private set; }

    public static void CacheControl(Field owner)
    {
        var control = owner["cache_control"];
        if (!control.Only("type", "ttl"))
            return;
        control["type"].Required().OneOf("ephemeral");
        control["ttl"].OneOf("5m", "1h");
    }

    /// <summary>Notes a mark on a block that becomes the message of that number, counted from one.</summary>
    public void Mark(Field block, int message)
    {
        CacheControl(block);
        if (block["cache_control"].IsGiven)
            MarkedMessages = Math.Max(MarkedMessages, message);
    }

    public static string Text(Field block)
    {
        block.Only("type", "text", "cache_control", "citations");
        var text = block["text"].Required().Text() ?? "";
        if (text.Length == 0)
            block.Fail(ApiError.Invalid("messages: text content blocks must be non-empty", block.Path, null));
        return text;
    }

    public static Attachment? Image(Field block)
    {
        block.Only("type", "source", "cache_control");
        var source = block["source"].Required();
        if (source.Object() is null)
            return null;
        switch (source["type"].Required().OneOf("base64", "url", "file"))
        {
            case "base64":
                source.Only("type", "media_type", "data");
                return Base64(source, source["media_type"].Required().OneOf(ImageTypes));
            case "url":
                return Web(source, "image");
            case "file":
                source.Fail("The simulator keeps no files");
                return null;
            default:
                return null;
        }
    }

    /// <summary>A document becomes an attachment, or text when it is text.</summary>
    public static (Attachment? Attachment, string Text) Document(Field block)
    {
        block.Only("type", "source", "title", "context", "citations", "cache_control");
        block["title"].Text();
        block["context"].Text();
        if (block["citations"].Only("enabled") && block["citations"]["enabled"].Flag())
            block["citations"].Fail("Citations are not simulated");
        var source = block["source"].Required();
        if (source.Object() is null)
            return (null, "");
        switch (source["type"].Required().OneOf("base64", "text", "url", "file", "content"))
        {
            case "base64":
                source.Only("type", "media_type", "data");
                return (Base64(source, source["media_type"].Required().OneOf("application/pdf")), "");
            case "text":
                source.Only("type", "media_type", "data");
                source["media_type"].Required().OneOf("text/plain");
                return (null, source["data"].NonEmpty());
            case "url":
                return (Web(source, "application/pdf"), "");
            case null:
                return (null, "");
            default:
                source.Fail("The simulator reads documents from base64, text and url only");
                return (null, "");
        }
    }

    public void Thinking(Field block)
    {
        block.Only("type", "thinking", "signature");
        var text = block["thinking"].Required().Text() ?? "";
        var signature = block["signature"].Required().Text() ?? "";

        // Thinking that was kept back has no text to compare.
        if (!seal.Knows(Purpose, signature, text.Length == 0 ? null : text))
            block.Fail("Invalid `signature` in `thinking` block");
    }

    public static void RedactedThinking(Field block)
    {
        block.Only("type", "data");
        block["data"].NonEmpty();
        block.Fail("Invalid `data` in `redacted_thinking` block");
    }

    private static Attachment? Base64(Field source, string? type)
    {
        var data = source["data"].NonEmpty();
        var attachment = Attachment.FromBase64(type ?? "image", data);
        if (attachment is null)
            source["data"].Fail("Input should be valid base64");
        return attachment;
    }

    private static Attachment? Web(Field source, string type)
    {
        source.Only("type", "url");
        var url = source["url"].NonEmpty();
        if (!Attachment.IsWebAddress(url))
            source["url"].Fail("Only HTTPS URLs are supported.");
        return new Attachment(type, null, url);
    }
}
