using System.Globalization;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;

namespace Weir.Bench.Queue;

/// <summary>What the queue for a deployment costs a call: on one thread, without a network, by the code that a gateway runs.</summary>
internal sealed class QueueCommand(int calls, int waiting, int tenants)
{
    private const int DefaultCalls = 200_000;
    private const int DefaultWaiting = 10_000;
    private const int DefaultTenants = 1_000;
    private const int Slots = 64;

    private static readonly ServiceUsed Used = new(1_000, 0, 400);
    private static readonly QuotaModel Quotas = new() { RequestsPerMinute = int.MaxValue, TokensPerMinute = long.MaxValue / 4, TokensPerDay = long.MaxValue / 4 };

    public static int Command(Arguments arguments)
    {
        var command = new QueueCommand(arguments.Number("calls", DefaultCalls), arguments.Number("waiting", DefaultWaiting), arguments.Number("tenants", DefaultTenants));
        arguments.RefuseOthers();
        foreach (var quota in (QuotaModel?[])[null, Quotas])
        {
            var with = quota is null ? "" : ", three quotas";
            command.Measure($"nothing waits{with}", quota, inLine: 0);
            command.Measure($"{command.Waiting:N0} wait{with}", quota, command.Waiting);
        }
        return 0;
    }

    private int Waiting => waiting;

    private void Measure(string name, QuotaModel? quota, int inLine)
    {
        using var metrics = new WeirMetrics();
        var limit = new DeploymentLimit("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, Slots, Slots, 100_000), quota, TimeProvider.System, metrics.Deployments);
        var names = Enumerable.Range(0, tenants).Select(i => $"tenant-{i}").ToArray();
        var inside = new List<Slot>(Slots);
        var line = new List<Task<SlotResult>>(inLine + Slots);
        var (number, coming, leaving) = (0, TimeSpan.Zero, TimeSpan.Zero);
        while (line.Count < inLine) Come(1);
        if (inLine == 0) Come(Slots);
        Turn(calls / 10);
        (coming, leaving) = (TimeSpan.Zero, TimeSpan.Zero);
        var done = Turn(calls);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-30} coming {coming.TotalMicroseconds / done,6:0.000} us, leaving and letting the next one in {leaving.TotalMicroseconds / done,6:0.000} us"));

        int Turn(int times)
        {
            var turned = 0;
            for (; turned < times; turned += Slots)
            {
                var began = TimeProvider.System.GetTimestamp();
                foreach (var slot in inside) slot.Leave(SlotOutcome.Answered, null, Used);
                leaving += TimeProvider.System.GetElapsedTime(began);
                inside.Clear();
                // Who was let in is looked up outside of the time that is measured.
                line.RemoveAll(answer =>
                {
                    if (!answer.IsCompleted) return false;
                    inside.Add(answer.Result.Slot ?? throw new BenchException("the queue refused"));
                    return true;
                });
                Come(Slots);
            }
            return turned;
        }

        void Come(int times)
        {
            Span<SlotRequest> requests = new SlotRequest[times];
            foreach (ref var request in requests) request = new SlotRequest(names[number++ % names.Length], CallPriority.Normal, TimeSpan.FromHours(1)) { InputTokens = 1_000, OutputTokens = 400 };
            var answers = new ValueTask<SlotResult>[times];
            var began = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < times; i++) answers[i] = limit.EnterAsync(requests[i], CancellationToken.None);
            coming += TimeProvider.System.GetElapsedTime(began);
            foreach (var answer in answers)
            {
                if (answer.IsCompletedSuccessfully) inside.Add(answer.Result.Slot ?? throw new BenchException("the queue refused"));
                else line.Add(answer.AsTask());
            }
        }
    }
}
