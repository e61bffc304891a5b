using System.Text;

namespace Weir.Bench.Load;

/// <summary>The requests that the tools send.</summary>
internal static class RequestBook
{
    /// <summary>A chat call whose body has so many bytes, and that asks for an answer of so many.</summary>
    public static byte[] Plain(Uri url, string? key, string model, int bodyBytes, int answerBytes) =>
        Build(url, key, $"{{\"model\":\"{model}\",\"max_tokens\":{answerBytes},", bodyBytes);

    /// <summary>A chat call that is answered by a stream.</summary>
    public static byte[] Stream(Uri url, string? key, string model, int events, int gapMilliseconds) => Build(
        url, key, $"{{\"model\":\"{model}\",\"stream\":true,\"stream_options\":{{\"include_usage\":true}},\"max_tokens\":{events},\"seed\":{gapMilliseconds},", 1024);

    /// <summary>The same in Anthropic's dialect.</summary>
    public static byte[] TranslatedStream(Uri url, string? key, string model, int events) =>
        Build(url, key, $"{{\"model\":\"{model}\",\"stream\":true,\"max_tokens\":{events},", 1024, "messages");

    private static byte[] Build(Uri url, string? key, string front, int bodyBytes, string path = "chat/completions")
    {
        const string Open = "\"messages\":[{\"role\":\"user\",\"content\":\"", Close = "\"}]}";
        var content = new StringBuilder();
        while (content.Length < bodyBytes - front.Length - Open.Length - Close.Length) content.Append("What does a weir do? ");
        content.Length = Math.Max(0, bodyBytes - front.Length - Open.Length - Close.Length);
        var body = front + Open + content + Close;
        var authorization = key is null ? "" : $"Authorization: Bearer {key}\r\n";
        return Encoding.ASCII.GetBytes(
            $"POST {url.AbsolutePath.TrimEnd('/')}/{path} HTTP/1.1\r\nHost: {url.Authority}\r\n{authorization}"
            + $"Content-Type: application/json\r\nAccept: */*\r\nUser-Agent: weir-bench\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
