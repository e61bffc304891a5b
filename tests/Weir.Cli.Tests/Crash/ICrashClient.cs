namespace Weir.Cli.Tests.Crash;

/// <summary>Loads the program with calls, one after the other, until it is killed.</summary>
internal interface ICrashClient
{
    /// <summary>Ends with the first answer.</summary>
    Task FirstAnswer { get; }

    /// <summary>Identifiers of the calls whose answers were seen to their end.</summary>
    IReadOnlyList<string> Ended { get; }

    Task RunAsync();
}
