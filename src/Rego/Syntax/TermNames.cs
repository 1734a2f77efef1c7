namespace Bouncer.Rego.Syntax;

/// <summary>What OPA's messages call the kinds of terms.</summary>
internal static class TermNames
{
    public static string Of(Term term) => term switch
    {
        NullTerm => "null",
        BooleanTerm => "boolean",
        NumberTerm => "number",
        StringTerm => "string",
        VarTerm => "var",
        RefTerm => "ref",
        CallTerm => "call",
        ArrayTerm => "array",
        ObjectTerm => "object",
        SetTerm => "set",
        TemplateStringTerm => "templatestring",
        ComprehensionTerm { Kind: ComprehensionKind.Array } => "arraycomprehension",
        ComprehensionTerm { Kind: ComprehensionKind.Set } => "setcomprehension",
        _ => "objectcomprehension",
    };
}
