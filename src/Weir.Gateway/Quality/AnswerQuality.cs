using Microsoft.Extensions.Logging;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Answers.Checks;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Quality;

/// <summary>
/// Judges answers that are whole. Most checks need no more than what every relay learns of an answer; only those that need its
/// text have it read along.
/// </summary>
internal sealed class AnswerQuality(WeirMetrics metrics, ILogger<AnswerQuality> log)
{
    private const AnswerCheck OfText = AnswerCheck.Schema | AnswerCheck.Language | AnswerCheck.Repetition;

    /// <summary>What has to read the answer along; null where nothing has to, which is so for nearly all calls.</summary>
    /// <param name="call">The call.</param>
    /// <param name="api">The dialect that the answer comes in.</param>
    public static AnswerChecker? Begin(Call call, Dialect api)
    {
        var checks = ChecksOf(call) & OfText;
        if (checks == AnswerCheck.None) return null;
        var request = call.Body!.Bytes.Span;
        var schema = checks.HasFlag(AnswerCheck.Schema) ? AnswerSchema.Find(call.Endpoint.Dialect, request) : null;
        var prompt = checks.HasFlag(AnswerCheck.Language) ? PromptScripts.Of(request) : null;
        var findsRepetition = checks.HasFlag(AnswerCheck.Repetition);
        return schema is null && prompt is null && !findsRepetition ? null : new AnswerChecker(DialectTable.Provider(api), schema, prompt, findsRepetition);
    }

    /// <summary>Judges an answer that came to its end, counts it and logs it if it is no good.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Whose answer it is.</param>
    /// <param name="facts">What was learnt of it.</param>
    /// <param name="checker">What read it along, or null.</param>
    /// <param name="whole">Its bytes where it is one JSON object and all of them are at hand; else nothing.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public AnswerFault? Judge(Call call, DeploymentModel deployment, in AnswerFacts facts, AnswerChecker? checker, ReadOnlySpan<byte> whole)
    {
        var checks = ChecksOf(call);
        if (checks == AnswerCheck.None) return null;
        var asked = deployment.AnswersAs ?? deployment.UpstreamModel;
        var fault = AnswerEnd.Judge(checks, facts, asked, call.Body!.Bytes.Span, whole) ?? checker?.Judge();
        if (fault is null) return null;
        var check = AnswerCheckNames.NameOf(fault.Check);
        metrics.AnswerFaulty(deployment.Name, check);
        QualityLog.Faulty(log, call.Record.Id, deployment.Name, check, fault.Words);
        return fault;
    }

    /// <summary>What is looked for in the call's answer: only conversations have answers of which this can be said.</summary>
    private static AnswerCheck ChecksOf(Call call) => call.Endpoint.Operation == Operation.Generate ? call.Route?.Checks ?? AnswerCheck.None : AnswerCheck.None;
}
