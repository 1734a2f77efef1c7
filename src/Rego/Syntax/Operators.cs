namespace Bouncer.Rego.Syntax;

/// <summary>Infix operators: their names as builtins and how strongly they bind.</summary>
internal static class Operators
{
    public const string Unify = "eq";
    public const string Assign = "assign";
    public const string Equal = "equal";
    public const string Member = "internal.member_2";
    public const string MemberWithKey = "internal.member_3";

    /// <summary>Of <c>in</c>, which binds least.</summary>
    public const int InStrength = 1;

    /// <summary>Of comparisons.</summary>
    public const int RelationStrength = 2;

    /// <summary>Of what binds most.</summary>
    public const int FactorStrength = 6;

    /// <summary>How strongly an operator binds; 0 if it is none that stands within a term.</summary>
    public static int Strength(TokenKind kind) => kind switch
    {
        TokenKind.In => InStrength,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => RelationStrength,
        TokenKind.Or => 3,
        TokenKind.And => 4,
        TokenKind.Plus or TokenKind.Minus => 5,
        TokenKind.Times or TokenKind.Divide or TokenKind.Remainder => FactorStrength,
        _ => 0,
    };

    /// <summary>How an operator is written, by its name; null for other functions.</summary>
    public static string? Symbol(string? name) => name switch
    {
        Unify => "=",
        Assign => ":=",
        Equal => "==",
        "neq" => "!=",
        "lt" => "<",
        "lte" => "<=",
        "gt" => ">",
        "gte" => ">=",
        "or" => "|",
        "and" => "&",
        "plus" => "+",
        "minus" => "-",
        "mul" => "*",
        "div" => "/",
        "rem" => "%",
        Member => "in",
        _ => null,
    };

    /// <summary>How strongly an operator binds, by its name; 0 for other functions.</summary>
    public static int Strength(string? name) => name switch
    {
        Member or MemberWithKey => InStrength,
        Equal or "neq" or "lt" or "lte" or "gt" or "gte" => RelationStrength,
        "or" => 3,
        "and" => 4,
        "plus" or "minus" => 5,
        "mul" or "div" or "rem" => FactorStrength,
        _ => 0,
    };
}
