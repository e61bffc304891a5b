using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Gateway.Tests.EndToEnd.Rescue;
using Weir.Gateway.Tests.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>
/// Whatever goes wrong, and whenever: the client has a whole answer or an error in its own dialect, in time, and the ledger says
/// the same. That all were answered within the limit on the clock is the fixture's to see (<see cref="MatrixFixture"/>).
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class MatrixTests(MatrixFixture played) : IClassFixture<MatrixFixture>
{
    public static TheoryData<string> Cells() => [.. MatrixCell.All.Select(cell => cell.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_end_is_honest_and_in_the_ledger(string name)
    {
        var cell = MatrixCell.All.Single(cell => cell.Name == name);
        var answer = played.Answers[name];
        var row = played.Ledger[name].ShouldHaveSingleItem();
        var context = $"{row.Outcome} {row.ErrorCode}: {answer.Status} {answer.Body}";

        var isWhole = IsWhole(answer, cell);
        if (cell.HasFallback || !cell.IsFatal) isWhole.ShouldBeTrue(context);
        else isWhole.ShouldBeFalse(context);
        if (!isWhole) ShouldBeToldOf(answer, cell, context);

        (row.Id, row.Status, row.Outcome == Outcome.Completed).ShouldBe((answer.RequestId, answer.Status, isWhole), context);
        row.Attempts.Count.ShouldBe(cell is { HasFallback: true, IsFatal: true } ? 2 : 1, context);
        (row.Attempts[^1].Outcome, row.Attempts[^1].Deployment).ShouldBe((row.Outcome, row.Deployment), context);
        row.Attempts.Sum(attempt => attempt.Cost ?? 0).ShouldBe(row.Cost ?? 0, context);
        foreach (var failed in row.Attempts.Where(attempt => attempt.Outcome != Outcome.Completed))
            if (cell.SaysNothing) (failed.Usage.Output, failed.Cost).ShouldBe((0, null), context);
    }

    private static bool IsWhole(Answer answer, MatrixCell cell)
    {
        if (answer.Status != 200 || answer.IsBrokenOff) return false;
        if (!cell.IsStreamed) return PairClient.All[cell.Client].Text(answer.Json) == MatrixAnswer.Text;
        var (text, ended) = RescueAssertions.TextOf(answer, cell.Client);
        // Never the end of a stream without all of its text.
        ended.ShouldBeTrue(answer.Body);
        return text == MatrixAnswer.Text;
    }

    /// <summary>An error with a status of its own, or an error event after which the connection breaks.</summary>
    private static void ShouldBeToldOf(Answer answer, MatrixCell cell, string context)
    {
        if (answer.Status == 200) answer.IsBrokenOff.ShouldBeTrue(context);
        if (answer.Status == 200 && !cell.IsStreamed) return;
        var error = answer.Status == 200 ? RescueAssertions.EventsOf(answer.Body)[^1] : answer.Json;
        // The responses API's own event carries its error in a member of the response, or as the event itself.
        var isError = error.TryGetProperty("error", out _) || (error.TryGetProperty("type", out var type) && type.GetString() is "error" or "response.failed");
        isError.ShouldBeTrue(context);
        if (cell.Client == "messages") error.GetProperty("type").GetString().ShouldBe("error", context);
        if (cell.Client == "gemini") error.GetProperty("error").GetProperty("status").GetString().ShouldNotBeNullOrEmpty(context);
        if (cell.Client == "chat") error.GetProperty("error").GetProperty("code").GetString().ShouldNotBeNullOrEmpty(context);
    }
}
