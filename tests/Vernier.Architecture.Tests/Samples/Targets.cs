namespace Vernier.Architecture.Tests.Samples;

/// <summary>The types that <see cref="Source{T}"/> uses, each in exactly one way, after which it is named.</summary>
internal static class Targets
{
    public class Base;

    public interface IInterface;

    public interface IConstraint;

    public interface IMethodConstraint;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class OnTypeAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class OnParameterAttribute : Attribute;

    public sealed class InField;

    public sealed class InPropertyTypeArgument;

    public sealed class InParameter;

    public sealed class InReturnArray;

    public sealed class InLocal;

    public sealed class Constructed;

    public static class Called
    {
        public static object? Method() => null;
    }

    public static class FieldRead
    {
        public static readonly object? Field = new();
    }

    public sealed class InTypeOf;

    public sealed class InCast;

    public sealed class InMethodTypeArgument;

    public static class OfGenericCalled<T>
    {
        public static T? Method() => default;
    }

    public sealed class CaughtException : Exception;

    public static class CalledInClosure
    {
        public static object? Method() => null;
    }

    public static class CalledInAsync
    {
        public static object? Method() => null;
    }

    public static class CalledAfterSwitch
    {
        public static object? Method() => null;
    }
}
