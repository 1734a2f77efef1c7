using System.Text.RegularExpressions;
using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Pages;

/// <summary>What a log record says. .NET sends the template of a message and its values apart; here they come together.</summary>
internal static partial class LogText
{
    /// <summary>The body, with <c>{Name}</c> replaced by the field of that name where there is one. Values are not looked into again.</summary>
    public static string Of(LogRecord log)
        => Placeholder().Replace(log.Body.ToString(), name =>
        {
            foreach (var field in log.Attributes)
            {
                if (field.Key == name.Groups[1].Value)
                {
                    return field.Value.ToString();
                }
            }

            return name.Value;
        });

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
