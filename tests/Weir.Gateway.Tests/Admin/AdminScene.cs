using System.Net.Http.Headers;
using System.Text;
using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>Shorthands for talking to a gateway's admin API.</summary>
internal static class AdminScene
{
    public const string Key = "an-admin-key-0123456789abcdef";

    /// <summary>The standard configuration with an admin key, and more sections.</summary>
    public static string With(string more = "") => Scene.With($"admin: {{ key: {Key} }}\n{more}");

    /// <summary>Sends a request to the admin API.</summary>
    /// <param name="scene">Whose.</param>
    /// <param name="method">GET, PUT, DELETE.</param>
    /// <param name="path">Below <c>/admin/v1/</c>.</param>
    /// <param name="body">Sent as it is.</param>
    /// <param name="key">Presented as a bearer token, or null for none.</param>
    public static async Task<Answer> AdminAsync(this Scene scene, string method, string path, string? body = null, string? key = Key)
    {
        using var client = scene.ClientWith(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/admin/v1/" + path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return await Scene.AnswerAsync(response);
    }

    /// <summary>Checks an error and its shape.</summary>
    /// <returns>The message.</returns>
    public static string ShouldBeRefused(this Answer answer, int status, string code)
    {
        (answer.Status, answer.Error("code")).ShouldBe((status, code), answer.Body);
        answer.Headers["content-type"].ShouldBe("application/json");
        return answer.Error("message").ShouldNotBeNull();
    }
}
