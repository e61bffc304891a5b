using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Admin;

/// <summary>Answers of the admin API: JSON that nobody keeps.</summary>
internal static class AdminReply
{
    /// <summary>Answers with a body.</summary>
    public static async Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(body)) write(json);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    /// <summary>Answers <c>{"error": {"code": …, "message": …}}</c>.</summary>
    public static Task RefuseAsync(HttpContext http, AdminError error) => WriteAsync(http, error.Status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
