using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What must hold of every error that a client is told.</summary>
internal static class AnswerAssertions
{
    private static readonly string[] Keys = ["message", "type", "param", "code"];

    /// <summary>Checks status, code and shape, and that nothing of the gateway's inside shows.</summary>
    /// <returns>The error's message.</returns>
    public static string ShouldBeError(this Answer answer, int status, string code, Scene scene)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["content-type"].ShouldBe("application/json");
        answer.RequestId.Length.ShouldBe(26);
        var error = answer.Json.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).ShouldBe(Keys, ignoreOrder: true);
        answer.Error("code").ShouldBe(code, answer.Body);
        answer.Error("type").ShouldNotBeNullOrEmpty();
        ShouldShowNothingInside(answer, scene);
        return answer.Error("message").ShouldNotBeNull();
    }

    /// <summary>Checks that the last event of a stream is an error in OpenAI's shape, and that the stream is not said to be done.</summary>
    /// <returns>The error's message.</returns>
    public static string ShouldEndInError(this string stream, string code)
    {
        stream.ShouldNotContain("[DONE]");
        var last = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1];
        var error = JsonDocument.Parse(last["data: ".Length..]).RootElement.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).ShouldBe(Keys, ignoreOrder: true);
        error.GetProperty("code").GetString().ShouldBe(code);
        return error.GetProperty("message").GetString().ShouldNotBeNull();
    }

    /// <summary>Checks how the ledger says a call ended.</summary>
    public static CallRecord ShouldHaveEnded(this CallRecord? row, Outcome outcome, int status, string? code = null)
    {
        row.ShouldNotBeNull();
        row.Outcome.ShouldBe(outcome);
        row.Status.ShouldBe(status);
        row.ErrorCode.ShouldBe(code);
        if (row.Attempts is [var attempt]) attempt.Outcome.ShouldBe(outcome);
        return row;
    }

    private static void ShouldShowNothingInside(Answer answer, Scene scene)
    {
        var shown = answer.Body + string.Join('\n', answer.Headers.Select(header => header.Key + ": " + header.Value));
        foreach (var secret in (string[])[Scene.UpstreamKey, scene.Key, scene.Directory, scene.Upstream.BaseUrl, "   at ", ".cs:", "Exception", "System.", "Kestrel"])
            shown.ShouldNotContain(secret, Case.Sensitive);
    }
}
