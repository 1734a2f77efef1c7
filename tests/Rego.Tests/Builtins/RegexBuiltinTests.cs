using System.Text.Json;

namespace Bouncer.Rego.Tests.Builtins;

/// <summary>Regular expressions, globs and networks: what OPA 1.4.2 answers.</summary>
public class RegexBuiltinTests
{
    [Theory]
    [InlineData("regex.match", "[\"^[a-z]+\\\\[[0-9]+\\\\]$\",\"foo[1]\"]", "boolean true")]
    [InlineData("regex.match", "[\"(?i)ABC\",\"xabcx\"]", "boolean true")]
    [InlineData("regex.match", "[\"a.c\",\"a\\nc\"]", "boolean false")]
    [InlineData("regex.match", "[\"(?s)a.c\",\"a\\nc\"]", "boolean true")]
    [InlineData("regex.match", "[\"^.$\",\"😀\"]", "boolean true")]
    [InlineData("regex.match", "[\"[[:alpha:]]+$\",\"1a\"]", "boolean true")]
    [InlineData("regex.match", "[\"\\\\bfoo\\\\b\",\"é foo\"]", "boolean true")]
    [InlineData("regex.match", "[\"(?=a)\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("regex.match", "[\"\\\\1\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: invalid escape sequence: `\\1`")]
    [InlineData("regex.match", "[\"[\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: missing closing ]: `[`")]
    [InlineData("regex.match", "[\"a**\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: invalid nested repetition operator: `**`")]
    [InlineData("regex.match", "[\"(\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: missing closing ): `(`")]
    [InlineData("regex.match", "[\"a{1001}\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: invalid repeat count: `{1001}`")]
    [InlineData("regex.match", "[\"*\",\"a\"]", "eval_builtin_error: regex.match: error parsing regexp: missing argument to repetition operator: `*`")]
    [InlineData("regex.match", "[1,\"a\"]", "eval_type_error: regex.match: operand 1 must be string but got number")]
    [InlineData("regex.is_valid", "[\"(?P<n>a)\"]", "boolean true")]
    [InlineData("regex.is_valid", "[\"(?<=a)b\"]", "boolean false")]
    [InlineData("regex.find_n", "[\"a*\",\"baaab\",-1]", "array [\"\",\"aaa\",\"\"]")]
    [InlineData("regex.find_n", "[\"a.\",\"paranormal\",2]", "array [\"ar\",\"an\"]")]
    [InlineData("regex.find_all_string_submatch_n", "[\"(a)(b)?\",\"abac\",-1]", "array [[\"ab\",\"a\",\"b\"],[\"a\",\"a\",\"\"]]")]
    [InlineData("regex.split", "[\"a*\",\"baaac\"]", "array [\"b\",\"c\"]")]
    [InlineData("regex.split", "[\",\",\"a,b\"]", "array [\"a\",\"b\"]")]
    [InlineData("regex.replace", "[\"abc\",\"(?P<x>b)\",\"<${x}$1$$>\"]", "string \"a<bb$>c\"")]
    [InlineData("regex.replace", "[\"aaa\",\"a*?\",\"X\"]", "string \"XaXaXaX\"")]
    [InlineData("regex.replace", "[\"foo\",\"(o)\",\"$1x\"]", "string \"f\"")]
    [InlineData("regex.template_match", "[\"urn:foo:{.*}\",\"urn:foo:bar\",\"{\",\"}\"]", "boolean true")]
    [InlineData("regex.template_match", "[\"urn:{.*\",\"urn:x\",\"{\",\"}\"]", "eval_builtin_error: regex.template_match: unbalanced braces in \"urn:{.*\"")]
    [InlineData("regex.template_match", "[\"a\",\"a\",\"{{\",\"}\"]", "eval_builtin_error: regex.template_match: start delimiter has to be exactly one character long but is 2 long")]
    [InlineData("regex.globs_match", "[\"b.*\",\".*z\"]", "boolean true")]
    [InlineData("regex.globs_match", "[\"[a-c]+\",\"[x-z]\"]", "boolean false")]
    [InlineData("glob.match", "[\"*.github.com\",[\".\"],\"api.github.com\"]", "boolean true")]
    [InlineData("glob.match", "[\"*\",[],\"a.b\"]", "boolean false")]
    [InlineData("glob.match", "[\"*\",null,\"a.b\"]", "boolean true")]
    [InlineData("glob.match", "[\"a**b\",[\"/\"],\"a/x/b\"]", "boolean true")]
    [InlineData("glob.match", "[\"{a,b[cd]}?\",[],\"bdx\"]", "boolean true")]
    [InlineData("glob.match", "[\"[!a-c]\",[],\"d\"]", "boolean true")]
    [InlineData("glob.match", "[\"\\\\*\",[],\"*\"]", "boolean true")]
    [InlineData("glob.match", "[\"a\",1,\"a\"]", "eval_type_error: glob.match: operand 2 must be one of {array, null} but got number")]
    [InlineData("glob.quote_meta", "[\"*.[x]{y}?\"]", "string \"\\\\*.\\\\[x\\\\]\\\\{y\\\\}\\\\?\"")]
    [InlineData("net.cidr_contains", "[\"10.0.0.0/8\",\"10.1.2.3\"]", "boolean true")]
    [InlineData("net.cidr_contains", "[\"10.0.0.0/8\",\"nope\"]", "eval_builtin_error: net.cidr_contains: not a valid textual representation of an IP address or CIDR: nope")]
    [InlineData("net.cidr_contains", "[\"2001:db8::/32\",\"2001:db8:1::/48\"]", "boolean true")]
    [InlineData("net.cidr_intersects", "[\"10.0.0.0/8\",\"10.1.0.0/16\"]", "boolean true")]
    [InlineData("net.cidr_intersects", "[\"x\",\"10.1.0.0/16\"]", "eval_builtin_error: net.cidr_intersects: invalid CIDR address: x")]
    [InlineData("net.cidr_expand", "[\"192.168.1.1/30\"]", "set [\"192.168.1.0\",\"192.168.1.1\",\"192.168.1.2\",\"192.168.1.3\"]")]
    [InlineData("net.cidr_expand", "[\"1.2.3.4/33\"]", "eval_builtin_error: net.cidr_expand: invalid CIDR address: 1.2.3.4/33")]
    [InlineData("net.cidr_merge", "[[\"192.0.2.0/25\",\"192.0.2.128/25\",\"10.0.0.1\"]]", "set [\"10.0.0.1/8\",\"192.0.2.0/24\"]")]
    [InlineData("net.cidr_merge", "[[\"2001:db8::1\"]]", "eval_builtin_error: net.cidr_merge: IPv6 invalid: needs prefix length")]
    [InlineData("net.cidr_contains_matches", "[[\"1.1.1.0/24\"],{\"a\":\"1.1.1.1\",\"b\":\"2.2.2.2\"}]", "set [[0,\"a\"]]")]
    [InlineData("net.cidr_is_valid", "[\"1.2.3.4/24\"]", "boolean true")]
    public void Builtin_AnswersAsOpa(string name, string operands, string answer)
        => Assert.Equal(answer, BuiltinCalls.Call(name, operands));

    [Theory]
    [InlineData("\\p{Greek}", "αΩ\u1f00\U0001d245", "aа\u0378")]
    [InlineData("\\p{Han}", "日々\u3007\U00020000", "かAー")]
    [InlineData("\\P{Greek}", "a日😀", "α\U0001d245")]
    [InlineData("\\p{^Greek}", "a日😀", "α\U0001d245")]
    [InlineData("\\P{^Greek}", "α\U0001d245", "a日😀")]
    [InlineData("[\\p{Latin}\\d]", "aé5\U0001df00", "α_😀")]
    [InlineData("[^\\p{Latin}\\P{L}]", "α日", "a5😀")]
    [InlineData("(?i)\\p{Lu}", "aAα", "日5")]
    [InlineData("(?i)\\P{Lu}", "日5", "aAα")]
    [InlineData("\\p{greek}", "α", "a")]
    [InlineData("\\p{Common}", "5 ー😀", "aあ")]
    [InlineData("\\p{Inherited}", "\u0301", "a")]
    [InlineData("\\pL", "aα日\U0001d49c", "5😀")]
    [InlineData("\\PL", "5😀", "aα日\U0001d49c")]
    [InlineData("\\p{Lowercase_Letter}", "aα", "A日")]
    [InlineData("\\p{LC}", "aA\u01c5", "日5")]
    [InlineData("\\p{Cn}", "\u0378\U0010ffff", "a😀")]
    [InlineData("\\p{Assigned}", "a😀", "\u0378\U0010ffff")]
    [InlineData("\\p{ASCII}", "a~", "é😀")]
    [InlineData("\\p{Any}", "aé😀", "")]
    [InlineData("\\D", "a😀", "5")]
    public void UnicodeSets_HaveTheCharactersThatOpaHas(string set, string members, string others)
    {
        Assert.All(members.EnumerateRunes(), c => Assert.Equal("boolean true", IsMatch($"^{set}$", $"{c}")));
        Assert.All(others.EnumerateRunes(), c => Assert.Equal("boolean false", IsMatch($"^{set}$", $"{c}")));
        Assert.Equal("boolean false", IsMatch($"^{set}{set}$", "😀")); // no half of a character
    }

    [Theory]
    [InlineData("\\p{Foo}", "\\p{Foo}")]
    [InlineData("\\p{Unknown}", "\\p{Unknown}")]
    [InlineData("a[\\P{^^L}]", "\\P{^^L}")]
    [InlineData("\\p{Greek", "\\p{Greek")]
    [InlineData("\\pX", "\\pX")]
    public void UnknownUnicodeSets_AreSaid(string pattern, string named)
        => Assert.Equal(
            $"eval_builtin_error: regex.match: error parsing regexp: invalid character class range: `{named}`", IsMatch(pattern, "a"));

    // Go 1.24 and before know these names; Go 1.25 and 1.26 forget those with underscores.
    [Theory]
    [InlineData("Old_Italic", "\U00010300")]
    [InlineData("Canadian_Aboriginal", "\u1400")]
    [InlineData("SignWriting", "\U0001d800")]
    public void ScriptsOfSeveralWords_AreKnown(string script, string member)
        => Assert.Equal("boolean true", IsMatch($"^\\p{{{script}}}$", member));

    private static string IsMatch(string pattern, string text)
        => BuiltinCalls.Call("regex.match", JsonSerializer.Serialize(new[] { pattern, text }));
}
