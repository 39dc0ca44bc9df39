using Vernier.Testing;
namespace Vernier.Architecture.Tests;

public class SourceFileTests
{
    private static IEnumerable<SourceFile> Source => Repository.SourceFiles("src");

    private static IEnumerable<SourceFile> SourceAndTests => Source.Concat(Repository.SourceFiles("tests"));

    [Fact]
    public void Source_EveryFile_IsShortEnough() => SourceFileRules.TooLong(Source).ShouldBeEmpty();

    [Fact]
    public void SourceAndTests_EveryFile_HoldsOneTypeOfItsName() => SourceFileRules.TypeIsNotFileName(SourceAndTests).ShouldBeEmpty();

    [Fact]
    public void SourceAndTests_EveryFile_HasItsFolderAsNamespace() => SourceFileRules.NamespaceIsNotFolder(SourceAndTests).ShouldBeEmpty();

    [Fact]
    public void TooLong_OneLineMoreThanAllowed_IsFound()
    {
        var allowed = string.Concat(Enumerable.Repeat("// text\n", SourceFileRules.MaxLines));
        SourceFileRules.TooLong([new("Vernier/A.cs", allowed)]).ShouldBeEmpty();
        SourceFileRules.TooLong([new("Vernier/A.cs", allowed + "// text\n")]).ShouldHaveSingleItem().ShouldContain("401");
    }

    [Theory]
    [InlineData("A.cs", "public sealed class A : IDisposable\n{\n    private enum Nested\n    {\n    }\n}\n")]
    [InlineData("AOfT.cs", "public sealed class A<[Some(Thing.All)] T>\n    where T : struct;\n")]
    [InlineData("A.cs", "internal abstract class A<T>;\n")]
    [InlineData("A.Part.cs", "internal sealed partial class A;\n")]
    [InlineData("A.cs", "[Flags] public enum A;\n")]
    [InlineData("A.cs", "public readonly record struct A(int Value);\n")]
    [InlineData("A.cs", "/// <summary>The class that class B uses.</summary>\npublic interface A;\n")]
    [InlineData("A.cs", "internal delegate Dictionary<string, int> A<out T>(string[] values);\n")]
    [InlineData("A.cs", "public delegate void A();\n")]
    [InlineData("Program.cs", "return 0;\n")]
    public void TypeIsNotFileName_FileWithItsOneType_IsFine(string file, string text) => SourceFileRules.TypeIsNotFileName([new(file, text)]).ShouldBeEmpty();

    [Theory]
    [InlineData("A.cs", "public class A;\ninternal enum B;\n", "A.cs declares A, B; a file holds one.")]
    [InlineData("A.cs", "public record A;\ninternal delegate void B();\n", "A.cs declares A, B; a file holds one.")]
    [InlineData("A.cs", "// empty\n", "A.cs declares no top-level type; a file holds one.")]
    [InlineData("A.cs", "public readonly ref struct B;\n", "A.cs declares B; name the file after its type.")]
    [InlineData("AOfT.cs", "public class A;\n", "AOfT.cs declares A; name the file after its type.")]
    public void TypeIsNotFileName_FileWithOtherTypes_IsFound(string file, string text, string expected) =>
        SourceFileRules.TypeIsNotFileName([new(file, text)]).ShouldHaveSingleItem().ShouldBe(expected);

    [Theory]
    [InlineData("Vernier/Registry/A.cs", "namespace Vernier.Registry;\n", null)]
    [InlineData("Vernier.Host/A.cs", "using System;\n\nnamespace Vernier.Host;\n", null)]
    [InlineData("Vernier/Registry/A.cs", "namespace Vernier;\n", "Vernier/Registry/A.cs is in namespace Vernier; its folder says Vernier.Registry.")]
    [InlineData("Vernier/A.cs", "class A;\n", "Vernier/A.cs is in namespace (none); its folder says Vernier.")]
    public void NamespaceIsNotFolder_AnyFile_IsFoundWhenTheyDiffer(string file, string text, string? expected) =>
        SourceFileRules.NamespaceIsNotFolder([new(file, text)]).ShouldBe(expected is null ? [] : [expected]);
}
