using Weir.Bench;
using Weir.Bench.Limits;
using Weir.Bench.Load;
using Weir.Bench.Money;
using Weir.Bench.Queue;
using Weir.Bench.Relay;
using Weir.Bench.Reports;
using Weir.Bench.SideBySide;
using Weir.Bench.Upstream;

const string Usage = """
    upstream      --listen 127.0.0.1:PORT [--body 1024] [--events 200] [--gap-ms 0]
    load          --url http://127.0.0.1:PORT/v1 [--key K] [--model m] [--connections 64] [--seconds 10] [--body-bytes 1024] [--answer-bytes N] [--rate R]
    streams       --url http://127.0.0.1:PORT/v1 [--key K] [--model m] [--count 1000] [--events 200] [--gap-ms 50] [--ramp-ms N]
    bare-relay    --listen http://127.0.0.1:PORT --upstream http://127.0.0.1:PORT/v1 --key K [--inline]
    report        [--rows 1000000] [--days 90] [--keys 200] [--plain] [--data DIR] [--database URL] [--weir PATH --command "costs --by feature"] [--check] [--rounds 5]
    limits        [--calls 200000]
    money         [--calls 200000]
    queue         [--calls 200000] [--waiting 10000] [--tenants 1000]
    side-by-side  [--weir PATH] [--weir-env NAME=VALUE] [--bare] [--rounds 3] [--seconds 5] [--starts 10] [--sections LIST] [--out FILE.md]
    """;

try
{
    var arguments = new Arguments(args.AsSpan(Math.Min(1, args.Length)));
    switch (args.FirstOrDefault())
    {
        case "upstream": return UpstreamServer.Command(arguments);
        case "load": return LoadRun.Command(arguments);
        case "streams": return StreamsRun.Command(arguments);
        case "bare-relay": return await BareRelay.CommandAsync(arguments);
        case "report": return ReportCommand.Command(arguments);
        case "limits": return LimitsCommand.Command(arguments);
        case "queue": return QueueCommand.Command(arguments);
        case "money": return MoneyCommand.Command(arguments);
        case "side-by-side": return await SideBySideCommand.RunAsync(arguments);
    }
}
catch (Exception error) when (error is ArgumentException or FormatException or BenchException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

await Console.Error.WriteLineAsync(Usage);
return 2;
