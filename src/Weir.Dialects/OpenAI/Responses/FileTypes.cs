namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Media types of files by the ends of their names.</summary>
internal static class FileTypes
{
    /// <summary>The media type of a file, <c>application/octet-stream</c> when its name does not tell.</summary>
    public static string Of(string? name) => Path.GetExtension(name)?.ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".txt" or ".log" => "text/plain",
        ".md" => "text/markdown",
        ".csv" => "text/csv",
        ".html" or ".htm" => "text/html",
        ".json" => "application/json",
        ".xml" => "application/xml",
        ".doc" => "application/msword",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xls" => "application/vnd.ms-excel",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    };

    /// <summary>A name for a file that has none, so that its kind is known by its end.</summary>
    public static string Name(string? mediaType) => mediaType switch
    {
        "application/pdf" => "file.pdf",
        "text/plain" => "file.txt",
        "text/markdown" => "file.md",
        "text/csv" => "file.csv",
        "text/html" => "file.html",
        "application/json" => "file.json",
        "application/xml" => "file.xml",
        "application/msword" => "file.doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "file.docx",
        "application/vnd.ms-excel" => "file.xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "file.xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "file.pptx",
        _ => "file",
    };
}
