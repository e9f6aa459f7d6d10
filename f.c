#include <stdio.h>
#include <time.h>
#include <stdint.h>
double now(){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1e9+t.tv_nsec;}
int main(){ uint64_t x=1; double a=now(); for(long i=0;i<1000000000;i++){ __asm__ volatile("add $1,%0":"+r"(x)); } printf("dependent add %.3f ns\n",(now()-a)/1e9); }
