namespace Compiled;
