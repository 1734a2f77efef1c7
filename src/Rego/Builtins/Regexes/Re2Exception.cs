namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>A pattern is no regular expression of RE2; the message is Go's.</summary>
internal sealed class Re2Exception(string what, string where) : Exception($"error parsing regexp: {what}: `{where}`");
