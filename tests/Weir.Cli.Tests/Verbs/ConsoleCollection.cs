namespace Weir.Cli.Tests.Verbs;

/// <summary>The console belongs to the whole process: one test at a time.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;
