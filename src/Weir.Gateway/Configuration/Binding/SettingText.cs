using System.Globalization;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>The one spelling of a value that is used wherever Weir writes it.</summary>
internal static class SettingText
{
    public static string Of(object value) => value switch
    {
        TimeSpan duration => Quantity.Show(duration),
        long bytes => Quantity.ShowSize(bytes),
        decimal number => Quantity.Show(number),
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => value.ToString() ?? "",
    };
}
