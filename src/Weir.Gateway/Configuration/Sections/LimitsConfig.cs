using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>limits</c> section.</summary>
internal sealed class LimitsConfig : ConfigSection
{
    [Setting("Largest request body, 1KiB to 1GiB; a larger one is answered with 413.", Example = "32MiB")]
    public long RequestBody { get; set; } = 32 << 20;

    [Setting("Largest single event in a streamed answer, 1KiB to 256MiB; a larger one ends the stream with an error.", Example = "1MiB")]
    public long StreamEvent { get; set; } = 1 << 20;

    [Setting("Largest answer that is translated between dialects, 1KiB to 1GiB; where the client's dialect repeats an answer in its end it is held in memory, and a larger one ends the call with an error.", Example = "32MiB")]
    public long TranslatedAnswer { get; set; } = 32 << 20;

    [Setting("Bytes of an answer after which no other call can join it (models.NAME.coalesce), and which is not kept (models.NAME.cached_answer), 1KiB to 1GiB.", Example = "4MiB")]
    public long SharedAnswer { get; set; } = 4 << 20;

    [Setting("Memory for answers that are kept for when nothing else can answer (models.NAME.cached_answer), 1KiB to 64GiB; the oldest make room.", Example = "64MiB")]
    public long CachedAnswers { get; set; } = 64 << 20;

    [Setting("The longest a call may take with all its attempts, 100ms to 1d. Models and keys may have shorter ones, and clients may ask for less (x-weir-timeout).", Example = "10m")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);

    [Setting("Calls at a time, 1 to 1000000; one more is answered with 503.", Example = "10000")]
    public int CallsInFlight { get; set; } = 10_000;

    [Setting("How many of 100 calls faults may touch within a minute, all faults together; what is beyond is spared. Ten calls a minute need no share; 0 forbids all faults.", Unit = "percent", Example = "5")]
    public decimal FaultShare { get; set; } = 50;
}
