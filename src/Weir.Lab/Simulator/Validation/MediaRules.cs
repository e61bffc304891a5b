using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Validation;

/// <summary>What images and files in OpenAI's chat messages must look like.</summary>
internal static class MediaRules
{
    public static ApiError? Image(JsonElement image, string path)
    {
        if (Check.Keys(image, path, "url", "detail") is { } error)
            return error;
        if (!image.TryGetProperty("url", out var url))
            return Check.Missing($"{path}.url");
        return Check.Text(url, $"{path}.url")
            ?? Address(url.GetString()!, $"{path}.url")
            ?? (Check.Given(image, "detail") is { } detail ? Check.OneOf(detail, $"{path}.detail", "auto", "low", "high", "original") : null);
    }

    public static ApiError? File(JsonElement file, string path)
    {
        if (Check.Keys(file, path, "file_data", "file_id", "filename") is { } error)
            return error;
        if (Check.Given(file, "file_id") is { } id)
            return Check.Text(id, $"{path}.file_id") ?? ApiError.Invalid($"The file '{id.GetString()}' does not exist: the simulator keeps no files.", $"{path}.file_id", "invalid_value");
        if (Check.Given(file, "filename") is { } name && Check.Text(name, $"{path}.filename") is { } wrong)
            return wrong;
        if (Check.Given(file, "file_data") is not { } data)
            return Check.Missing($"{path}.file_data");
        return Check.Text(data, $"{path}.file_data") ?? Data(data.GetString()!, $"{path}.file_data");
    }

    /// <summary>The address of an image: of the web, or with the image in it.</summary>
    public static ApiError? Address(string url, string path) => Attachment.IsWebAddress(url) ? null : Data(url, path);

    public static ApiError? Data(string url, string path) => Attachment.FromDataUrl(url) is not null
        ? null
        : ApiError.Invalid(
            $"Invalid '{path}'. Expected a base64-encoded data URL (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got a value without that form.",
            path,
            "invalid_value");

    /// <summary>What a part of a message attaches, null when it attaches nothing.</summary>
    public static Attachment? Read(JsonElement part)
    {
        if (Check.Given(part, "image_url") is { } image)
        {
            var url = image.GetProperty("url").GetString()!;
            return Attachment.FromDataUrl(url) ?? new Attachment("image", null, url);
        }

        return Check.Given(part, "file") is { } file ? Attachment.FromDataUrl(file.GetProperty("file_data").GetString()!) : null;
    }
}
