#include "app/cli/run.hpp"

int main(int argc, char** argv)
{
    return masthead::app::run(argc, argv);
}
