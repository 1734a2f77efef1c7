namespace Bouncer.Rego.Text;

/// <summary>OPA's codes of what can be wrong with a module. Hosts and tests compare them; the texts may improve.</summary>
public static class DiagnosticCodes
{
    /// <summary>The text is not Rego.</summary>
    public const string Parse = "rego_parse_error";

    /// <summary>What the parts of a module, or several modules, say together makes no sense.</summary>
    public const string Compile = "rego_compile_error";

    /// <summary>A type does not fit, a function is unknown, or rules conflict.</summary>
    public const string Type = "rego_type_error";

    /// <summary>A variable has no value that could be found.</summary>
    public const string UnsafeVariable = "rego_unsafe_var_error";

    /// <summary>A rule depends on itself.</summary>
    public const string Recursion = "rego_recursion_error";
}
