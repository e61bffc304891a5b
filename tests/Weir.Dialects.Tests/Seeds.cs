using System.Globalization;

namespace Weir.Dialects.Tests;

/// <summary>Random schedules whose seed is printed by the failing assertion and can be fixed with WEIR_TEST_SEED.</summary>
internal static class Seeds
{
    public static int Next()
    {
        var wanted = Environment.GetEnvironmentVariable("WEIR_TEST_SEED");
        return wanted is null ? Environment.TickCount : int.Parse(wanted, CultureInfo.InvariantCulture);
    }
}
