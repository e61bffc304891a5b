using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Weir.Lab.Simulator.Faults;

/// <summary>Reads <c>NAME:ARG:ARG</c> from a header and <c>sim-fault-NAME-ARG-ARG</c> from a model name.</summary>
internal static class FaultParser
{
    public const string ModelPrefix = "sim-fault-";

    private static readonly FaultDescription[] LongestNameFirst = [.. FaultCatalogue.All.OrderByDescending(fault => fault.Name.Length)];

    public static bool TryParse(string text, [NotNullWhen(true)] out Fault? fault)
    {
        text = text.Trim();
        foreach (var row in LongestNameFirst)
        {
            if (!text.StartsWith(row.Name, StringComparison.OrdinalIgnoreCase))
                continue;
            var rest = text[row.Name.Length..];
            if (rest.Length == 0)
                return TryRead(row, [], out fault);
            if (rest[0] is ':' or '-')
                return TryRead(row, Arguments(rest), out fault);
        }

        fault = null;
        return false;
    }

    /// <summary>A fault that the program itself names.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static Fault Read(string text) => TryParse(text, out var fault) ? fault : throw new ArgumentException(Unknown(text).Message, nameof(text));

    public static ApiError Unknown(string text) => ApiError.Invalid(
        $"Unknown fault: '{text}'. Known faults: "
        + string.Join(", ", FaultCatalogue.All.Select(row => row.Argument.Length == 0 ? row.Name : $"{row.Name}:{row.Argument}")) + ".",
        "x-sim-fault",
        "invalid_value");

    /// <summary>In a model name the dash separates arguments, and it is also a part of the retry-after names.</summary>
    private static string[] Arguments(string rest) => rest[1..]
        .Replace("retry-after-ms=", "retry_after_ms=", StringComparison.OrdinalIgnoreCase)
        .Replace("retry-after=", "retry_after=", StringComparison.OrdinalIgnoreCase)
        .Split([':', '-']);

    private static bool TryRead(FaultDescription row, string[] arguments, [NotNullWhen(true)] out Fault? fault)
    {
        fault = new Fault(row.Kind) { Count = row.Default };
        return row.Form switch
        {
            FaultArgument.None => arguments.Length == 0,
            FaultArgument.Count => arguments.Length <= 1 && ReadCount(arguments, ref fault),
            FaultArgument.Duration => arguments.Length <= 1 && ReadDuration(arguments, 0, TimeSpan.FromMilliseconds(row.Default), ref fault),
            FaultArgument.CountAndDuration => arguments.Length <= 2 && ReadCount(arguments, ref fault) && ReadDuration(arguments, 1, null, ref fault),
            FaultArgument.Status => ReadStatus(arguments, ref fault),
            _ => arguments.Length <= 1 && ReadWord(arguments, ref fault),
        };
    }

    private static bool ReadCount(string[] arguments, ref Fault fault)
    {
        if (arguments.Length == 0)
            return true;
        if (!int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;

        // An event or a piece counts from one; a megabyte-sized token is plenty, a gigabyte is a typing error.
        var least = fault.Kind is FaultKind.Malformed or FaultKind.StrayEvent or FaultKind.Split or FaultKind.HugeEvent ? 1 : 0;
        fault = fault with { Count = count };
        return count >= least && count <= 64 * 1024 * 1024;
    }

    private static bool ReadDuration(string[] arguments, int index, TimeSpan? standard, ref Fault fault)
    {
        fault = fault with { Delay = standard };
        if (arguments.Length <= index)
            return true;
        var text = arguments[index];
        var (number, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1.0),
            _ when text.EndsWith('m') => (text[..^1], 60.0),
            _ => (text, 1.0),
        };
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value * unit > 86_400)
            return false;
        fault = fault with { Delay = TimeSpan.FromSeconds(value * unit) };
        return true;
    }

    private static bool ReadStatus(string[] arguments, ref Fault fault)
    {
        if (!ReadCount(arguments.Length == 0 ? arguments : arguments[..1], ref fault) || fault.Count is < 400 or > 599)
            return false;
        foreach (var argument in arguments.Skip(1))
        {
            if (argument.StartsWith("retry_after=", StringComparison.OrdinalIgnoreCase))
                fault = fault with { RetryAfter = argument["retry_after=".Length..] };
            else if (argument.StartsWith("retry_after_ms=", StringComparison.OrdinalIgnoreCase))
                fault = fault with { RetryAfterMs = argument["retry_after_ms=".Length..] };
            else if (argument.StartsWith("code=", StringComparison.OrdinalIgnoreCase))
                fault = fault with { Code = argument["code=".Length..] };
            else
                return false;
        }

        return true;
    }

    private static bool ReadWord(string[] arguments, ref Fault fault)
    {
        fault = fault with { Word = arguments.Length == 0 ? "low" : arguments[0] };
        return fault.Word is "low" or "negative" or "huge";
    }
}
